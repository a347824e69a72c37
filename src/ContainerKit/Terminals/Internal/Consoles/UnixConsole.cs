using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ContainerKit.Terminals.Consoles;

/// <summary>The console on Linux and macOS: the standard descriptors, with termios and poll.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class UnixConsole : ILocalConsole
{
    private const int Input = 0;
    private const int Output = 1;
    private const int Error = 2;

    private readonly (int Read, int Write) _wake = LibC.Pipe();

    public bool IsInputTerminal { get; } = LibC.IsTerminal(Input);

    public bool IsOutputTerminal { get; } = LibC.IsTerminal(Output);

    public TerminalSize? Size => LibC.WindowSize(IsOutputTerminal ? Output : Input);

    public IDisposable EnterRawMode()
    {
        var before = LibC.Attributes(Input) ?? throw LibC.CreateException("get the modes of the terminal");
        var raw = LibC.Raw(before);
        LibC.SetAttributes(Input, raw);
        return new RawMode(restore: () => LibC.SetAttributes(Input, before), reenter: () => LibC.SetAttributes(Input, raw));
    }

    public IDisposable WatchSize(Action changed) => PosixSignalRegistration.Create(PosixSignal.SIGWINCH, _ => changed());

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // Input that is available is read at once. Only the wait for input needs a thread.
        if (!IsReady(Input, milliseconds: 0))
        {
            using var registration = cancellationToken.Register(Wake);
            await Task.Factory.StartNew(
                WaitForInput, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
            if (cancellationToken.IsCancellationRequested)
            {
                // Removes the byte that ended the wait, so that the next read waits again.
                _ = LibC.Read(_wake.Read, stackalloc byte[1]);
                throw new OperationCanceledException(cancellationToken);
            }
        }

        return Read(buffer.Span);
    }

    public void Write(OutputSource source, ReadOnlySpan<byte> bytes)
    {
        var descriptor = source == OutputSource.Stderr ? Error : Output;
        while (!bytes.IsEmpty)
        {
            var written = LibC.Write(descriptor, bytes);
            if (written >= 0)
            {
                bytes = bytes[written..];
                continue;
            }

            var error = Marshal.GetLastPInvokeError();
            if (error == LibC.TryAgain) LibC.Poll([new() { Descriptor = descriptor, Events = LibC.PollOut }], -1);
            else if (error != LibC.Interrupted)
                throw LibC.CreateException(source == OutputSource.Stderr ? "write to standard error" : "write to standard output");
        }
    }

    public void Dispose()
    {
        LibC.Close(_wake.Read);
        LibC.Close(_wake.Write);
    }

    private static bool IsReady(int descriptor, int milliseconds)
    {
        Span<LibC.PollDescriptor> descriptors = [new() { Descriptor = descriptor, Events = LibC.PollIn }];
        LibC.Poll(descriptors, milliseconds);
        return descriptors[0].ReturnedEvents != 0;
    }

    private static int Read(Span<byte> buffer)
    {
        while (true)
        {
            var read = LibC.Read(Input, buffer);
            if (read >= 0) return read;
            var error = Marshal.GetLastPInvokeError();
            // EIO: the terminal was hung up, which is the end of the input.
            if (error == LibC.InputOutput) return 0;
            if (error == LibC.TryAgain) IsReady(Input, -1);
            else if (error != LibC.Interrupted) throw LibC.CreateException("read standard input");
        }
    }

    private void WaitForInput() => LibC.Poll(
        [new() { Descriptor = Input, Events = LibC.PollIn }, new() { Descriptor = _wake.Read, Events = LibC.PollIn }], -1);

    private void Wake() => _ = LibC.Write(_wake.Write, [0]);
}
