using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.ExceptionServices;

namespace ContainerKit.Cleanup;

/// <summary>
/// The exception for a cleanup request without a successful response. Its message is the reason alone: the engine's
/// error message, or the reason why there was no response. It is always caught within the cleanup.
/// </summary>
internal sealed class CleanupRequestException(HttpStatusCode? status, string reason, Exception? inner = null)
    : Exception(reason.Length > 0 || status is null ? reason : $"the engine responded with status {(int)status}", inner)
{
    /// <summary>The reason of a request that took too long.</summary>
    public const string NoResponse = "the engine did not respond in time";

    /// <summary>The status of the response; null if there was none.</summary>
    public HttpStatusCode? Status => status;

    /// <summary>Throws the exception of the client that sent the request.</summary>
    [DoesNotReturn]
    public void ThrowInner()
    {
        ExceptionDispatchInfo.Throw(InnerException ?? this);
        throw this;
    }
}
