using System.Net;

namespace ContainerKit;

/// <summary>The engine refused a request, and no more telling type of this family fits.</summary>
public sealed class EngineErrorException : ContainerKitException
{
    internal EngineErrorException(string doing, HttpStatusCode status, string engineMessage, Exception? inner = null)
        : this(doing, status, engineMessage, mend: "", inner)
    {
    }

    private EngineErrorException(string doing, HttpStatusCode status, string engineMessage, string mend, Exception? inner)
        : base($"Could not {doing}: the engine answered {(int)status} \"{engineMessage}\".{mend}", inner)
    {
        Doing = doing;
        StatusCode = status;
        EngineMessage = engineMessage;
    }

    /// <summary>The HTTP status of the engine's answer.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>What the engine said, word for word.</summary>
    public string EngineMessage { get; }

    internal string Doing { get; }

    /// <summary>The same error, which also says what to change.</summary>
    internal EngineErrorException Advised(string mend) => new(Doing, StatusCode, EngineMessage, " " + mend, this);

    internal bool Says(string words) => EngineMessage.Contains(words, StringComparison.OrdinalIgnoreCase);
}
