using System.Runtime.InteropServices;
using System.Threading.Channels;
using ContainerKit.Diagnostics;

namespace ContainerKit.Terminals.Consoles;

/// <summary>
/// Connects the console of this process to a terminal in a container: forwards the input, the output and the size until
/// one of them ends. It buffers nothing.
/// </summary>
internal sealed class ConsoleSession(ILocalConsole console, ConsoleOptions options)
{
    private readonly DetachKeySequence? _detachKeys = options.DetachKeys is { } keys ? DetachKeySequence.Parse(keys) : null;

    /// <summary>
    /// Indicates whether input and output are a terminal, so that the process in the container needs a TTY too.
    /// </summary>
    public bool IsInteractive => console.IsInputTerminal && console.IsOutputTerminal;

    /// <summary>
    /// Runs the session until the process exits, the detach keys are pressed or the token is canceled.
    /// </summary>
    /// <param name="raw">
    /// Indicates whether the console is in raw mode, because the TTY of the process handles echo and signals.
    /// </param>
    /// <param name="forceRedraw">
    /// Indicates whether a change of the size forces the process to redraw its screen.
    /// </param>
    /// <param name="open">Opens the terminal with a size. The mode of the console is set before this call.</param>
    /// <param name="cancellationToken">Ends the session.</param>
    public async Task<ConsoleResult> RunAsync(
        bool raw, bool forceRedraw, Func<TerminalSize, Task<Terminal>> open, CancellationToken cancellationToken)
    {
        using var mode = raw && console.IsInputTerminal ? console.EnterRawMode() : null;
        var size = console.Size ?? TerminalSize.Standard;
        var terminal = await open(forceRedraw ? Enlarge(size) : size).ConfigureAwait(false);
        await using var closing = terminal.ConfigureAwait(false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupts = mode is null ? ForwardInterrupts(terminal, stop) : null;
        var sizes = ForwardSizeAsync(terminal, forceRedraw, stop.Token);
        var input = ForwardInputAsync(terminal, stop);
        var error = terminal.IsTty ? Task.CompletedTask : ForwardOutputAsync(terminal.Error, OutputSource.Stderr, stop);
        try
        {
            await Task.WhenAll(ForwardOutputAsync(terminal.Output, OutputSource.Stdout, stop), error).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            if (cancellationToken.IsCancellationRequested)
                throw new OperationCanceledException($"Canceled: the {terminal} at the console.", e, cancellationToken);
            // Otherwise reading the input has failed and stopped the session. This throws its exception.
            await input.ConfigureAwait(false);
            throw;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(sizes, input).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await CreateResultAsync(terminal, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ConsoleResult> CreateResultAsync(Terminal terminal, CancellationToken cancellationToken)
    {
        if (terminal.ExitCode is null && _detachKeys is { IsComplete: true })
        {
            await terminal.DetachAsync().ConfigureAwait(false);
            return new ConsoleResult(null, null);
        }

        return new ConsoleResult(await terminal.WaitAsync(cancellationToken).ConfigureAwait(false), null);
    }

    private async Task ForwardOutputAsync(Stream output, OutputSource source, CancellationTokenSource stop)
    {
        var buffer = new byte[32 * 1024];
        int read;
        try
        {
            while ((read = await output.ReadAsync(buffer, stop.Token).ConfigureAwait(false)) > 0)
                console.Write(source, buffer.AsSpan(0, read));
        }
        catch
        {
            // The console is gone, so the other output and the input stop too.
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ForwardInputAsync(Terminal terminal, CancellationTokenSource stop)
    {
        if (!terminal.HasInput) return;
        var buffer = new byte[32 * 1024];
        int read;
        try
        {
            while ((read = await console.ReadAsync(buffer, stop.Token).ConfigureAwait(false)) > 0)
            {
                // The engine looks for the detach keys only with a TTY.
                if (terminal.IsTty) _detachKeys?.Press(buffer.AsSpan(0, read));
                await terminal.SendAsync(buffer.AsMemory(0, read), stop.Token).ConfigureAwait(false);
            }

            await terminal.CloseInputIfPossibleAsync().ConfigureAwait(false);
        }
        catch (ProcessExitedException)
        {
            // The rest of the input is not needed. The end of the output shows how the process exited.
        }
        catch (ContainerKitException)
        {
            // The reading of the output throws the same failure.
        }
        catch (IOException)
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ForwardSizeAsync(Terminal terminal, bool forceRedraw, CancellationToken cancellationToken)
    {
        if (!terminal.IsTty || console.Size is null) return;
        // Only the last of several changes during a request matters.
        var changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        using var watch = console.WatchSize(() => changes.Writer.TryWrite(true));
        if (forceRedraw) changes.Writer.TryWrite(true);
        while (await changes.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            changes.Reader.TryRead(out _);
            if (console.Size is not { } size || size == terminal.Size) continue;
            try
            {
                await terminal.ResizeAsync(size, cancellationToken).ConfigureAwait(false);
            }
            catch (ContainerKitException e)
            {
                // A wrong size does not end the session.
                Log.ResizeFailed(terminal.Container.Engine.Logger, terminal.ToString(), e.Message);
            }
        }
    }

    // Without a TTY in the container, Ctrl-C is a signal to this process. The first one is forwarded, the second one
    // ends this process.
    private static PosixSignalRegistration? ForwardInterrupts(Terminal terminal, CancellationTokenSource stop)
    {
        if (terminal.IsTty || !terminal.IsMainProcess) return null;
        var isForwarded = false;
        return PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            if (isForwarded || stop.IsCancellationRequested) return;
            context.Cancel = isForwarded = true;
            _ = SendInterruptAsync();
        });

        async Task SendInterruptAsync()
        {
            try
            {
                await terminal.Container.KillAsync("SIGINT", CancellationToken.None).ConfigureAwait(false);
            }
            catch (ContainerKitException e)
            {
                Log.InterruptFailed(terminal.Container.Engine.Logger, terminal.ToString(), e.Message);
            }
        }
    }

    private static TerminalSize Enlarge(TerminalSize size) =>
        new(Math.Min(size.Columns + 1, ushort.MaxValue), Math.Min(size.Rows + 1, ushort.MaxValue));
}
