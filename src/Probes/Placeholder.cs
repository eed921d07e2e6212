namespace Probetop.Probes;

/// <summary>x.</summary>
public static class Placeholder;
