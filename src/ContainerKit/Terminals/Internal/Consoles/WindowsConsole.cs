using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Text;

namespace ContainerKit.Terminals.Consoles;

/// <summary>
/// The console on Windows: the standard handles. A console is read and written as UTF-16, because its byte functions
/// lose characters that are split between two calls.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed class WindowsConsole : ILocalConsole
{
    private const uint ProcessedInput = 1, LineInput = 2, EchoInput = 4, TerminalInput = 0x200;
    private const uint ProcessedOutput = 1, TerminalOutput = 4, NoReturnAtLineFeed = 8;
    private static readonly TimeSpan _sizeInterval = TimeSpan.FromMilliseconds(250);

    private readonly Channel _input = new(Kernel32.StandardInput);
    private readonly Channel _output = new(Kernel32.StandardOutput);
    private readonly Channel _error = new(Kernel32.StandardError);
    private readonly Encoder _encoder = Encoding.UTF8.GetEncoder();
    private Task<byte[]>? _reading;

    public bool IsInputTerminal => _input.IsConsole;

    public bool IsOutputTerminal => _output.IsConsole;

    public TerminalSize? Size
    {
        get
        {
            if (!_output.IsConsole || !Kernel32.GetConsoleScreenBufferInfo(_output.Handle, out var buffer)) return null;
            var (columns, rows) = (buffer.Right - buffer.Left + 1, buffer.Bottom - buffer.Top + 1);
            return columns > 0 && rows > 0 ? new TerminalSize(columns, rows) : null;
        }
    }

    public IDisposable EnterRawMode()
    {
        var (input, output, codePage) = (_input.Mode, _output.Mode, Kernel32.GetConsoleOutputCP());
        void MakeRaw()
        {
            Kernel32.SetConsoleMode(_input.Handle, (input & ~(ProcessedInput | LineInput | EchoInput)) | TerminalInput);
            if (!_output.IsConsole) return;
            Kernel32.SetConsoleMode(_output.Handle, output | ProcessedOutput | TerminalOutput | NoReturnAtLineFeed);
            Kernel32.SetConsoleOutputCP(Kernel32.Utf8);
        }

        MakeRaw();
        return new RawMode(
            restore: () =>
            {
                Kernel32.SetConsoleMode(_input.Handle, input);
                if (!_output.IsConsole) return;
                Kernel32.SetConsoleMode(_output.Handle, output);
                Kernel32.SetConsoleOutputCP(codePage);
            },
            reenter: MakeRaw);
    }

    // Windows reports a new size only as an input event, so the size is polled, as in the Docker CLI.
    public IDisposable WatchSize(Action changed) => new Timer(_ => changed(), null, _sizeInterval, _sizeInterval);

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // A read of a console cannot be canceled. The next read takes the result of a read whose wait was canceled.
        _reading ??= Task.Factory.StartNew(ReadOnce, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var bytes = await _reading.WaitAsync(cancellationToken).ConfigureAwait(false);
        var taken = Math.Min(bytes.Length, buffer.Length);
        bytes.AsMemory(0, taken).CopyTo(buffer);
        _reading = taken < bytes.Length ? Task.FromResult(bytes[taken..]) : null;
        return taken;
    }

    public void Write(OutputSource source, ReadOnlySpan<byte> bytes) => (source == OutputSource.Stderr ? _error : _output).Write(bytes);

    public void Dispose()
    {
        // The process owns the handles.
    }

    private byte[] ReadOnce() => _input.IsConsole ? ReadKeys() : ReadPipe();

    private unsafe byte[] ReadKeys()
    {
        var chars = new char[1024];
        while (true)
        {
            uint read;
            fixed (char* pointer = chars)
            {
                if (!Kernel32.ReadConsoleW(_input.Handle, pointer, (uint)chars.Length, out read, 0))
                    throw CreateException("read standard input");
            }

            var bytes = new byte[Encoding.UTF8.GetMaxByteCount((int)read)];
            var length = _encoder.GetBytes(chars, 0, (int)read, bytes, 0, flush: false);
            // One half of a surrogate pair is not a complete character.
            if (length > 0 || read == 0) return bytes[..length];
        }
    }

    private unsafe byte[] ReadPipe()
    {
        var bytes = new byte[32 * 1024];
        fixed (byte* pointer = bytes)
        {
            if (Kernel32.ReadFile(_input.Handle, pointer, (uint)bytes.Length, out var read, 0)) return bytes[..(int)read];
            return Marshal.GetLastPInvokeError() == Kernel32.BrokenPipe ? [] : throw CreateException("read standard input");
        }
    }

    private static IOException CreateException(string operation)
    {
        var code = Marshal.GetLastPInvokeError();
        return new IOException($"Could not {operation}: {Marshal.GetPInvokeErrorMessage(code)}.", code);
    }

    /// <summary>One of the three standard handles.</summary>
    private sealed class Channel
    {
        private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();

        public Channel(int standardHandle)
        {
            Handle = Kernel32.GetStdHandle(standardHandle);
            IsConsole = Kernel32.GetConsoleMode(Handle, out var mode);
            Mode = mode;
        }

        public nint Handle { get; }

        public bool IsConsole { get; }

        public uint Mode { get; }

        public void Write(ReadOnlySpan<byte> bytes)
        {
            if (!IsConsole)
            {
                WriteBytes(bytes);
                return;
            }

            var chars = new char[Encoding.UTF8.GetMaxCharCount(bytes.Length)];
            WriteChars(chars.AsSpan(0, _decoder.GetChars(bytes, chars, flush: false)));
        }

        private unsafe void WriteChars(ReadOnlySpan<char> chars)
        {
            while (!chars.IsEmpty)
            {
                uint written;
                fixed (char* pointer = chars)
                {
                    if (!Kernel32.WriteConsoleW(Handle, pointer, (uint)chars.Length, out written, 0))
                        throw CreateException("write to the console");
                }

                chars = chars[(int)written..];
            }
        }

        private unsafe void WriteBytes(ReadOnlySpan<byte> bytes)
        {
            while (!bytes.IsEmpty)
            {
                uint written;
                fixed (byte* pointer = bytes)
                {
                    if (!Kernel32.WriteFile(Handle, pointer, (uint)bytes.Length, out written, 0))
                        throw CreateException("write to standard output or error");
                }

                bytes = bytes[(int)written..];
            }
        }
    }
}
