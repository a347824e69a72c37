namespace ContainerKit.Builds;

/// <summary>The progress of one instruction of a Dockerfile.</summary>
/// <param name="number">The number of the step; null for a part of the build without a number.</param>
/// <param name="count">The number of steps of the stage; null for a part of the build without a number.</param>
/// <param name="instruction">The instruction.</param>
internal sealed class BuildStepProgress(int? number, int? count, string instruction)
{
    private const int MaximumLines = 50;
    private const int MaximumLineLength = 2000;
    private readonly Queue<string> _lines = new();

    /// <summary>The number of the step.</summary>
    public int? Number => number;

    /// <summary>The number of steps.</summary>
    public int? Count => count;

    /// <summary>The instruction.</summary>
    public string Instruction => instruction;

    /// <summary>The last lines of its output.</summary>
    public string Tail => string.Join('\n', _lines);

    /// <summary>Adds a line of output.</summary>
    public void AddLine(string line)
    {
        _lines.Enqueue(line.Length > MaximumLineLength ? line[..MaximumLineLength] : line);
        if (_lines.Count > MaximumLines) _lines.Dequeue();
    }
}
