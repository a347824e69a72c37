namespace ContainerKit.Builds;

/// <summary>One instruction at work.</summary>
internal sealed class BuildStepProgress(int? number, int? count, string instruction)
{
    private const int KeptLines = 50;
    private const int KeptChars = 2000;
    private readonly Queue<string> _last = new();

    public int? Number => number;

    public int? Count => count;

    public string Instruction => instruction;

    /// <summary>The last lines it wrote.</summary>
    public string Tail => string.Join('\n', _last);

    public void Remember(string line)
    {
        _last.Enqueue(line.Length > KeptChars ? line[..KeptChars] : line);
        if (_last.Count > KeptLines) _last.Dequeue();
    }
}
