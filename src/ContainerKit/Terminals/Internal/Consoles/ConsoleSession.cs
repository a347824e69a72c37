using System.Runtime.InteropServices;
using System.Threading.Channels;
using ContainerKit.Diagnostics;

namespace ContainerKit.Terminals.Consoles;

/// <summary>
/// Joins the caller's console and a terminal in a container until one of them ends: keys in, output out, sizes followed. It holds nothing back and
/// keeps nothing.
/// </summary>
internal sealed class ConsoleSession(ILocalConsole console, ConsoleOptions options)
{
    private readonly DetachKeySequence? _detachKeys = options.DetachKeys is { } keys ? DetachKeySequence.Parse(keys) : null;

    /// <summary>Whether a person sits at both ends of it, so that a process in a container wants a terminal as well.</summary>
    public bool IsInteractive => console.IsInputTerminal && console.IsOutputTerminal;

    /// <param name="raw">Whether the keys go through as they are pressed: the process has a terminal of its own that echoes and makes signals of them.</param>
    /// <param name="open">Opens the terminal in the container, of this size. Its process may begin at once: the console is in its mode by then.</param>
    /// <param name="forceRedraw">Whether the process has been on a screen before and is to draw it anew, which a change of size makes it do.</param>
    public async Task<ConsoleResult> RunAsync(
        bool raw, bool forceRedraw, Func<TerminalSize, Task<Terminal>> open, CancellationToken cancellationToken)
    {
        using var mode = raw && console.IsInputTerminal ? console.EnterRawMode() : null;
        var size = console.Size ?? TerminalSize.Standard;
        var terminal = await open(forceRedraw ? Enlarge(size) : size).ConfigureAwait(false);
        await using var closing = terminal.ConfigureAwait(false);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupts = mode is null ? ForwardInterrupts(terminal, over) : null;
        var sizes = ForwardSizeAsync(terminal, forceRedraw, over.Token);
        var feeding = ForwardInputAsync(terminal, over);
        var error = terminal.IsTty ? Task.CompletedTask : ForwardOutputAsync(terminal.Error, OutputSource.Stderr, over);
        try
        {
            await Task.WhenAll(ForwardOutputAsync(terminal.Output, OutputSource.Stdout, over), error).ConfigureAwait(false);
        }
        catch (OperationCanceledException e)
        {
            if (cancellationToken.IsCancellationRequested) throw new OperationCanceledException($"Cancelled: the {terminal} at the console.", e, cancellationToken);
            // Only the feeding stops the rest by itself, when the caller's input is broken; what it threw is the caller's to know.
            await feeding.ConfigureAwait(false);
            throw;
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(sizes, feeding).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    private async Task ForwardOutputAsync(Stream output, OutputSource source, CancellationTokenSource over)
    {
        var buffer = new byte[32 * 1024];
        int read;
        try
        {
            while ((read = await output.ReadAsync(buffer, over.Token).ConfigureAwait(false)) > 0) console.Write(source, buffer.AsSpan(0, read));
        }
        catch
        {
            // Nobody is there any more to be shown the other output either.
            await over.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ForwardInputAsync(Terminal terminal, CancellationTokenSource over)
    {
        if (!terminal.HasInput) return;
        var buffer = new byte[32 * 1024];
        int read;
        try
        {
            while ((read = await console.ReadAsync(buffer, over.Token).ConfigureAwait(false)) > 0)
            {
                // The engine looks for them in what is typed, not in data that is piped.
                if (terminal.IsTty) _detachKeys?.Press(buffer.AsSpan(0, read));
                await terminal.SendAsync(buffer.AsMemory(0, read), over.Token).ConfigureAwait(false);
            }

            await terminal.CloseInputIfPossibleAsync().ConfigureAwait(false);
        }
        catch (ProcessExitedException)
        {
            // What the process did not read it will not read; how it ended comes with its output's end.
        }
        catch (ContainerKitException)
        {
            // The session broke off, which the reading of its output tells.
        }
        catch (IOException)
        {
            await over.CancelAsync().ConfigureAwait(false);
            throw;
        }
    }

    private async Task ForwardSizeAsync(Terminal terminal, bool forceRedraw, CancellationToken cancellationToken)
    {
        if (!terminal.IsTty || console.Size is null) return;
        // Of many changes while one is being told, only the last matters.
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
                // A screen of the wrong size is no reason to end a session.
                Log.ResizeFailed(terminal.Container.Engine.Logger, terminal.ToString(), e.Message);
            }
        }
    }

    // Without a terminal of its own in the container, Ctrl-C is a signal to this process. The first is passed on, the second is ours.
    private static PosixSignalRegistration? ForwardInterrupts(Terminal terminal, CancellationTokenSource over)
    {
        if (terminal.IsTty || !terminal.IsMainProcess) return null;
        var isPassedOn = false;
        return PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            if (isPassedOn || over.IsCancellationRequested) return;
            context.Cancel = isPassedOn = true;
            _ = PassOnAsync();
        });

        async Task PassOnAsync()
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
