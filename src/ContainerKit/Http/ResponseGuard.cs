using ContainerKit.Timing;

namespace ContainerKit.Http;

/// <summary>
/// The cancellation and the translation of failures for a response that is read in pieces. It is created once for a response: a
/// guard for each piece would allocate tokens and tasks for each line of a log.
/// </summary>
/// <param name="deadline">The token of the caller, with the disposal of the engine object. The guard disposes it.</param>
/// <param name="translate">Translates a failure into an exception of the library.</param>
internal sealed class ResponseGuard(Deadline deadline, Func<Exception, Exception> translate) : IDisposable
{
    /// <summary>The token to read with: it is canceled by the caller, or when the engine object is disposed.</summary>
    public CancellationToken Token { get; } = deadline.Token;

    /// <summary>Throws if the caller canceled or the engine object was disposed, also while more pieces are buffered.</summary>
    public void ThrowIfCanceled()
    {
        if (Token.IsCancellationRequested) throw translate(new OperationCanceledException(Token));
    }

    /// <summary>Returns the exception to throw for a failure of reading.</summary>
    public Exception Translate(Exception e) => translate(e);

    public void Dispose() => deadline.Dispose();
}
