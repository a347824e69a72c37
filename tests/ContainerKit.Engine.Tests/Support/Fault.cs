namespace ContainerKit.Engine.Tests.Support;

/// <summary>How the proxy breaks a request.</summary>
public enum Fault
{
    None,

    /// <summary>The connection ends; the engine never hears of the request.</summary>
    ResetBeforeForward,

    /// <summary>The engine does what was asked; the connection ends without a byte of its answer.</summary>
    ResetBeforeResponse,

    /// <summary>The connection ends after the head of the answer.</summary>
    ResetAfterHead,

    /// <summary>The connection ends in the middle of the body.</summary>
    ResetInBody,

    /// <summary>The answer is an error of the engine's; it never heard of the request.</summary>
    Status500,

    /// <summary>No answer ever comes; the engine never hears of the request.</summary>
    HangBeforeForward,

    /// <summary>No answer ever comes; the engine does what was asked.</summary>
    HangAfterForward,

    /// <summary>The caller cancels when the request arrives; it is forwarded all the same.</summary>
    CancelBeforeForward,

    /// <summary>The caller cancels when the engine has answered, a moment before the answer is passed on.</summary>
    CancelAfterAnswer,
}
