using System.Net;

namespace ContainerKit;

/// <summary>The engine refused a request, and no more telling type of this family fits.</summary>
public sealed class EngineApiException : ContainerKitException
{
    internal EngineApiException(string doing, HttpStatusCode status, string engineMessage, Exception? inner = null, string mend = "")
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

    internal bool Says(string words) => EngineMessage.Contains(words, StringComparison.OrdinalIgnoreCase);
}
