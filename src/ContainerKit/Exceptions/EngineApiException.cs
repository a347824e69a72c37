using System.Net;

namespace ContainerKit;

/// <summary>The engine refused a request, and no more telling type of this family fits.</summary>
public sealed class EngineApiException : ContainerKitException
{
    internal EngineApiException(string operation, HttpStatusCode status, string engineMessage, Exception? inner = null, string hint = "")
        : base($"Could not {operation}: the engine answered {(int)status} \"{engineMessage}\".{hint}", inner)
    {
        Operation = operation;
        StatusCode = status;
        EngineMessage = engineMessage;
    }

    /// <summary>The HTTP status of the engine's answer.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>What the engine said, word for word.</summary>
    public string EngineMessage { get; }

    internal string Operation { get; }

    internal bool Says(string words) => EngineMessage.Contains(words, StringComparison.OrdinalIgnoreCase);
}
