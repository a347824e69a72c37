using ContainerKit.Containers;
using ContainerKit.Http;

namespace ContainerKit.Terminals;

/// <summary>The process at the other end of a terminal: a container's main process, or one that an exec started.</summary>
/// <param name="operation">What a request about it is for; completes the sentence "Could not ...".</param>
internal abstract class TerminalProcess(ContainerClient container, string operation)
{
    public ContainerClient Container => container;

    public string Operation => operation;

    /// <summary>The process on one line.</summary>
    public abstract string Name { get; }

    /// <summary>Why the process can be sent nothing; null where it can.</summary>
    public virtual string? InputUnavailableReason => null;

    /// <summary>Why its input cannot be ended; null where it can.</summary>
    public virtual string? CloseInputUnavailableReason => null;

    /// <summary>Asks how it is.</summary>
    /// <returns>Its exit code; null while it runs.</returns>
    /// <exception cref="ContainerNotFoundException">The container was removed.</exception>
    public abstract Task<int?> GetExitCodeAsync(CancellationToken cancellationToken);

    /// <summary>Waits for its end.</summary>
    /// <inheritdoc cref="GetExitCodeAsync"/>
    public abstract Task<int> WaitAsync(CancellationToken cancellationToken);

    /// <summary>Tells the engine of a new size.</summary>
    public Task ResizeAsync(TerminalSize size, CancellationToken cancellationToken) => container.Engine.SendJsonAsync(EngineRequest.Post($"{ApiPath}/resize?h={size.Rows}&w={size.Columns}", $"resize the terminal of {Name}"), cancellationToken);

    /// <summary>What becomes of it when its terminal is disposed. Does not throw.</summary>
    public abstract Task ReleaseAsync();

    /// <summary>What an end of the output with this exit code and these last words really was, where it was no ordinary end.</summary>
    public virtual ContainerKitException? GetStartFailure(int exitCode, Func<string> output) => null;

    /// <summary>Where the engine's requests about it begin.</summary>
    protected abstract string ApiPath { get; }
}
