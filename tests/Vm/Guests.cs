using Probetop.Tests.Pty.Support;
using Xunit;
using Xunit.Sdk;

namespace Probetop.Tests.Vm;

/// <summary>Every kernel, booted once.</summary>
public sealed class Guests : IAsyncLifetime
{
    private readonly Dictionary<string, Guest> _guests = [];

    internal Run this[string kernel, string limit] => Of(kernel).Of(limit);

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        string workload = CompileWorkload();
        // All at the same time: each waits for its disk, its timers and its children now and then.
        Guest[] guests = await Task.WhenAll(Ladders.Kernels.Select(kernel => Task.Run(() => Guest.Boot(kernel, workload))));
        foreach (Guest guest in guests) _guests.Add(guest.Kernel, guest);
    }

    /// <inheritdoc/>
    public Task DisposeAsync() => Task.CompletedTask;

    internal Guest Of(string kernel) => _guests[kernel];

    private static string CompileWorkload()
    {
        string sources = Path.Combine(Published.Root, "tests", "Kernel", "Workloads");
        string executable = Path.Combine(AppContext.BaseDirectory, "work");
        string compiler = Environment.GetEnvironmentVariable("CLANG") ?? "clang-14";
        (int status, _, string error) = Command.Run(
            compiler, ["-O2", "-static", "-pthread", "-o", executable, .. Directory.GetFiles(sources, "*.c")]);
        return status == 0 ? executable : throw new XunitException(error);
    }
}

/// <summary>The tests that share the boots.</summary>
[CollectionDefinition(Name)]
public sealed class GuestsCollection : ICollectionFixture<Guests>
{
    /// <summary>Its name.</summary>
    public const string Name = "guests";
}
