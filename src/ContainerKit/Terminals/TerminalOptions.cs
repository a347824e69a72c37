using System.Text.RegularExpressions;

namespace ContainerKit;

/// <summary>What every terminal can be told, wherever it comes from: <see cref="TerminalSpec"/> and <see cref="AttachOptions"/>.</summary>
public abstract partial record TerminalOptions
{
    private protected TerminalOptions()
    {
    }

    /// <summary>The size at the beginning. Without a TTY there is none, and it is not looked at. Default: 80 columns and 24 rows.</summary>
    public TerminalSize Size
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = TerminalSize.Standard;

    /// <summary>
    /// Whether expectations and lines see colours, cursor movements and the like as they come. What is read as a stream has them always.
    /// Default: false, they are left out.
    /// </summary>
    public bool KeepEscapes { get; init; }

    /// <summary>How long an expectation waits that is given no time of its own. Default: 30 seconds.</summary>
    public TimeSpan ExpectTimeout
    {
        get;
        init => field = value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "An expectation waits longer than nothing.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Keys that let go of the terminal and leave its process running, as the docker command writes them: <c>ctrl-p,ctrl-q</c>. The engine
    /// looks for them in what is sent, with a TTY only, and holds the first one back until it sees the next. Default: none, so every key goes to the process at once.
    /// </summary>
    /// <exception cref="ArgumentException">A key is neither a single character nor <c>ctrl-</c> and one.</exception>
    public string? DetachKeys
    {
        get;
        init => field = value is null || value.Split(',').All(DetachKey().IsMatch)
            ? value
            : throw new ArgumentException($"'{value}' are no detach keys: each is a single character, or ctrl- with a letter or one of @ [ \\ ] ^ _, and a comma stands between them, as in ctrl-p,ctrl-q.", nameof(value));
    }

    [GeneratedRegex(@"^(?:[!-~]|ctrl-[a-z@[\\\]^_])\z")]
    private static partial Regex DetachKey();
}
