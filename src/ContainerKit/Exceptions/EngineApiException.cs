using System.Net;

namespace ContainerKit;

/// <summary>The exception for an error response of the engine that no more specific exception covers.</summary>
public sealed class EngineApiException : ContainerKitException
{
    internal EngineApiException(
        string operation, HttpStatusCode status, string engineMessage, Exception? inner = null, string hint = "")
        : base($"Could not {operation}: the engine answered {(int)status} \"{engineMessage}\".{hint}", inner)
    {
        Operation = operation;
        StatusCode = status;
        EngineMessage = engineMessage;
    }

    /// <summary>The HTTP status code of the engine's response.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The engine's error message, unchanged.</summary>
    public string EngineMessage { get; }

    internal string Operation { get; }

    internal bool MessageContains(string text) => EngineMessage.Contains(text, StringComparison.OrdinalIgnoreCase);
}
