namespace ContainerKit.Engine.Tests.Support;

/// <summary>How a request is broken. A reset is what a vanished peer causes: the client's next read fails, instead of seeing an end.</summary>
public enum FaultKind
{
    /// <summary>Reset, and the engine never hears of the request.</summary>
    ResetBeforeForward,

    /// <summary>Reset at once, and the engine works on the request all the same; an action comes before that, for an engine that is slow.</summary>
    ResetWhileWorking,

    /// <summary>Reset once the engine has answered, without a byte of the answer.</summary>
    ResetBeforeResponse,

    /// <summary>Reset after the answer's head.</summary>
    ResetAfterHead,

    /// <summary>Reset after the head and half of the body; of a raw stream, half of its first frame.</summary>
    ResetInBody,

    /// <summary>Answered with an error 500, and the engine never hears of the request.</summary>
    Status500,

    /// <summary>Never answered, and the engine never hears of the request.</summary>
    HangBeforeForward,

    /// <summary>Never answered, though the engine has.</summary>
    HangAfterForward,

    /// <summary>Something is done when the request arrives, and then all goes on as usual.</summary>
    ActOnArrival,

    /// <summary>Something is done when the engine has answered, and then the answer is passed on.</summary>
    ActOnAnswer,
}

/// <summary>Which request is broken, counted from 1, and how.</summary>
internal sealed record Fault(int Request, FaultKind Kind)
{
    /// <summary>What is done, where the kind says that something is.</summary>
    public Func<Task> Act { get; init; } = () => Task.CompletedTask;
}
