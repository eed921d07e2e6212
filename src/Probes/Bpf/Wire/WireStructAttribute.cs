namespace Probetop.Probes.Bpf.Wire;

/// <summary>
/// A struct shared with BPF programs. Its fields have the C names in PascalCase; a test compares size, offset and name of
/// each with the BTF of the object, in both directions.
/// </summary>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class WireStructAttribute(string objectName, string structName) : Attribute
{
    /// <summary>An object that has it, such as <c>common.bpf.o</c>.</summary>
    public string ObjectName { get; } = objectName;

    /// <summary>Its tag in C.</summary>
    public string StructName { get; } = structName;

    /// <summary>Name of a last array in C that the C# struct leaves out, since records end where it is filled; null when complete.</summary>
    public string? Trailing { get; init; }
}
