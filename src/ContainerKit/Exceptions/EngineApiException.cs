using System.Net;
using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>The exception for an error response of the engine that no more specific exception covers.</summary>
public sealed class EngineApiException : ContainerKitException
{
    internal EngineApiException(
        string operation,
        HttpStatusCode status,
        string engineMessage,
        Exception? inner = null,
        string hint = "",
        string? originalMessage = null,
        EngineErrorKind kind = EngineErrorKind.Docker)
        : base($"Could not {operation}: the engine answered {(int)status} \"{VisibleText.Quote(engineMessage)}\".{hint}", inner)
    {
        Operation = operation;
        StatusCode = status;
        EngineMessage = engineMessage;
        OriginalMessage = originalMessage ?? engineMessage;
        Kind = inner is EngineApiException original ? original.Kind : kind;
    }

    /// <summary>The HTTP status code of the engine's response.</summary>
    public HttpStatusCode StatusCode { get; }

    /// <summary>The engine's error message. Secret values of the request in it are replaced by <c>***</c>.</summary>
    public string EngineMessage { get; }

    internal string Operation { get; }

    /// <summary>
    /// The engine's error message with its secrets, to classify the error: a secret may be a word such as <c>running</c>. It must
    /// not be shown.
    /// </summary>
    internal string OriginalMessage { get; }

    /// <summary>The meaning of the response if the engine words or numbers the error differently from Docker.</summary>
    internal EngineErrorKind Kind { get; }

    /// <summary>The engine's error message for another message, with visible control characters.</summary>
    internal string QuotedMessage => VisibleText.Quote(EngineMessage);

    /// <summary>Indicates whether a resource of the request does not exist.</summary>
    internal bool IsNotFound => StatusCode == HttpStatusCode.NotFound || Kind == EngineErrorKind.ImageNotFound;

    internal bool MessageContains(string text) => OriginalMessage.Contains(text, StringComparison.OrdinalIgnoreCase);
}
