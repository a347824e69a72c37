namespace ContainerKit.Engine.Tests.Support.Proxy;

/// <summary>
/// The ways to break a request. After a reset, the next read of the client fails instead of returning the end of the
/// stream.
/// </summary>
public enum FaultKind
{
    /// <summary>Resets the connection without forwarding the request.</summary>
    ResetBeforeForward,

    /// <summary>Resets the connection at once, runs the action, and then forwards the request.</summary>
    ResetWhileWorking,

    /// <summary>Resets the connection after the engine has responded, without a byte of the response.</summary>
    ResetBeforeResponse,

    /// <summary>Resets the connection after the header section of the response.</summary>
    ResetAfterHead,

    /// <summary>
    /// Resets the connection after the header section and half of the body, or half of the first frame of a raw stream.
    /// </summary>
    ResetInBody,

    /// <summary>Responds with status 500 without forwarding the request.</summary>
    Status500,

    /// <summary>Never responds and does not forward the request.</summary>
    HangBeforeForward,

    /// <summary>Never responds, although the engine has responded.</summary>
    HangAfterForward,

    /// <summary>Runs the action when the request arrives, and then forwards the request and the response.</summary>
    ActOnArrival,

    /// <summary>Runs the action when the engine has responded, and then forwards the response.</summary>
    ActOnResponse,
}

/// <summary>The fault of one request: the number of the request, counted from 1, and its kind.</summary>
internal sealed record Fault(int Request, FaultKind Kind)
{
    /// <summary>The action of the kinds that run one. Default: none.</summary>
    public Func<Task> Act { get; init; } = () => Task.CompletedTask;
}
