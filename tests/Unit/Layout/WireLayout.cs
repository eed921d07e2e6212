using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Probetop.Probes.Bpf;
using Probetop.Probes.Bpf.Wire;

namespace Probetop.Tests.Unit.Layout;

/// <summary>Compares C# structs with the BTF of BPF objects.</summary>
internal static class WireLayout
{
    /// <summary>Every struct of an assembly that is shared with BPF programs.</summary>
    internal static IEnumerable<Type> StructsOf(Assembly assembly) =>
        assembly.GetTypes().Where(type => type.GetCustomAttribute<WireStructAttribute>() is not null);

    /// <summary>What is not as the object has it, one sentence each; empty when the layouts are the same.</summary>
    internal static List<string> Differences(Type type)
    {
        WireStructAttribute wire = type.GetCustomAttribute<WireStructAttribute>()!;
        using BpfObject bpfObject = BpfObject.Open(wire.ObjectName);
        if (bpfObject.Btf.FindStruct(wire.StructName) is not { } native) return [$"{wire.ObjectName} has no struct {wire.StructName}"];
        List<BtfMember> members = [.. native.Members];
        int size = native.Size;
        List<string> differences = [];
        if (wire.Trailing is { } trailing)
        {
            if (members[^1].Name != trailing) differences.Add($"the last member is {members[^1].Name}, not {trailing}");
            size = members[^1].Offset;
            members.RemoveAt(members.Count - 1);
        }

        if (SizeOf(type) != size) differences.Add($"the size is {SizeOf(type)}, not {size}");
        FieldInfo[] fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        foreach (FieldInfo field in fields)
            if (!members.Any(member => PascalCase(member.Name) == field.Name)) differences.Add($"{field.Name} is not in C");
        foreach (BtfMember member in members)
        {
            FieldInfo? field = Array.Find(fields, field => field.Name == PascalCase(member.Name));
            if (field is null) differences.Add($"{member.Name} is missing");
            else differences.AddRange(Differences(type, field, member));
        }

        return differences;
    }

    private static IEnumerable<string> Differences(Type type, FieldInfo field, BtfMember member)
    {
        (int offset, int size) = PlaceOf(type, field);
        if (offset != member.Offset) yield return $"{field.Name} is at {offset}, not {member.Offset}";
        if (size != member.Size) yield return $"{field.Name} has {size} bytes, not {member.Size}";
        if (field.FieldType.GetCustomAttribute<InlineArrayAttribute>() is not { } array)
        {
            if (member.ArrayLength != 0) yield return $"{field.Name} is no array";
        }
        else if (array.Length != member.ArrayLength && field.FieldType != typeof(Comm))
        {
            // A name is bytes here, and in C sometimes two words, which compare faster.
            yield return $"{field.Name} has {array.Length} elements, not {member.ArrayLength}";
        }
    }

    private static string PascalCase(string name)
    {
        var text = new StringBuilder();
        foreach (string word in name.Split('_')) text.Append(char.ToUpperInvariant(word[0])).Append(word.AsSpan(1));
        return text.ToString();
    }

    /// <summary>By writing to the field: reflection knows the layout of marshalled structs only.</summary>
    private static (int Offset, int Size) PlaceOf(Type type, FieldInfo field)
    {
        object filled = Activator.CreateInstance(type)!;
        field.SetValue(filled, Call(nameof(Filled), field.FieldType));
        byte[] bytes = (byte[])Call(nameof(BytesOf), type, filled);
        return (Array.IndexOf(bytes, byte.MaxValue), bytes.Count(value => value == byte.MaxValue));
    }

    private static int SizeOf(Type type) => ((byte[])Call(nameof(BytesOf), type, Activator.CreateInstance(type)!)).Length;

    private static object Call(string name, Type type, params object[] arguments)
    {
        MethodInfo method = typeof(WireLayout).GetMethod(name, BindingFlags.Static | BindingFlags.NonPublic)!;
        return method.MakeGenericMethod(type).Invoke(null, arguments)!;
    }

    private static object Filled<T>()
        where T : unmanaged
    {
        T value = default;
        MemoryMarshal.AsBytes(new Span<T>(ref value)).Fill(byte.MaxValue);
        return value;
    }

    private static byte[] BytesOf<T>(object boxed)
        where T : unmanaged
    {
        var value = (T)boxed;
        return MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)).ToArray();
    }
}
