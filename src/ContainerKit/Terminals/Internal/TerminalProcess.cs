using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit.Terminals;

/// <summary>
/// The process that a terminal is connected to: the main process of a container, or the process of an exec.
/// </summary>
/// <param name="container">The container that the process runs in.</param>
/// <param name="operation">Completes the sentence "Could not ...".</param>
internal abstract class TerminalProcess(ContainerClient container, string operation) : IDisposable
{
    /// <summary>The container that the process runs in.</summary>
    public ContainerClient Container => container;

    /// <summary>The operation that created the terminal; completes the sentence "Could not ...".</summary>
    public string Operation => operation;

    /// <summary>The secret values that the engine may repeat in a response about the process.</summary>
    public virtual IReadOnlyList<string> Secrets => container.Secrets;

    /// <summary>The process on one line.</summary>
    public abstract string Name { get; }

    /// <summary>The reason why input cannot be sent to the process; null if it can.</summary>
    public virtual string? InputUnavailableReason => null;

    /// <summary>The reason why the input of the process cannot be closed; null if it can.</summary>
    public virtual string? CloseInputUnavailableReason => null;

    /// <summary>Gets the exit code from the engine.</summary>
    /// <returns>The exit code; null while the process runs.</returns>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    public abstract Task<int?> GetExitCodeAsync(CancellationToken cancellationToken);

    /// <summary>Waits until the process has exited, and returns its exit code.</summary>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    public abstract Task<int> WaitAsync(CancellationToken cancellationToken);

    /// <summary>Sets the size of the TTY.</summary>
    public Task ResizeAsync(TerminalSize size, CancellationToken cancellationToken)
    {
        var request = EngineRequest.Post($"{ApiPath}/resize", $"resize the terminal of {Name}") with
        {
            Query = new() { { "h", size.Rows }, { "w", size.Columns } },
        };
        return container.Engine.SendAsync(request, cancellationToken);
    }

    /// <summary>
    /// Releases the process when its terminal is disposed: kills the process of an exec. Does not throw.
    /// </summary>
    public abstract Task ReleaseAsync();

    /// <summary>Closes the connections of this object. The process is not affected.</summary>
    public virtual void Dispose()
    {
    }

    /// <summary>Returns the exception for a process that could not be started; null if it was started.</summary>
    /// <param name="exitCode">The exit code.</param>
    /// <param name="output">Returns the output as text.</param>
    public virtual ContainerKitException? GetStartFailure(int exitCode, Func<string> output) => null;

    /// <summary>The path of the requests about the process, without the action.</summary>
    protected abstract string ApiPath { get; }
}
