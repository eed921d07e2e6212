namespace Probetop.Bench.Frames;

/// <summary>A screen and the machine that it shows.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="Cpus">CPUs of the machine.</param>
/// <param name="Processes">Processes of the machine.</param>
/// <param name="Kept">Intervals in the history before the first frame.</param>
public sealed record Scene(string Name, int Width, int Height, int Cpus, int Processes, int Kept)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
