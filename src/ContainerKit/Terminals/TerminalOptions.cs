using ContainerKit.Terminals.Consoles;

namespace ContainerKit;

/// <summary>
/// The options that <see cref="TerminalSpec"/> and <see cref="AttachOptions"/> have in common. Immutable.
/// </summary>
public abstract record TerminalOptions
{
    private protected TerminalOptions()
    {
    }

    /// <summary>The initial size. Ignored without a TTY. Default: 80 columns and 24 rows.</summary>
    public TerminalSize Size
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = TerminalSize.Standard;

    /// <summary>
    /// Indicates whether the Expect methods and <see cref="Terminal.LinesAsync"/> keep ANSI escape sequences, such as
    /// colors and cursor movements. The streams always contain them. Default: false.
    /// </summary>
    public bool KeepEscapes { get; init; }

    /// <summary>The timeout of the Expect methods that have no timeout parameter. Default: 30 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not positive.</exception>
    public TimeSpan ExpectTimeout
    {
        get;
        init => field = value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The timeout must be positive.");
    } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The keys that detach the terminal and leave its process running, in the form of the Docker CLI, such as
    /// <c>ctrl-p,ctrl-q</c>. The engine looks for them in the input if there is a TTY, and delays the first key until
    /// it receives the next one. Default: null, for none.
    /// </summary>
    /// <exception cref="ArgumentException">
    /// A key is neither a single character, nor <c>ctrl-</c> and a character, nor <c>DEL</c>.
    /// </exception>
    public string? DetachKeys
    {
        get;
        init
        {
            if (value is not null) DetachKeySequence.Parse(value);
            field = value;
        }
    }
}
