using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using ContainerKit.Exec;

namespace ContainerKit.MicroBenchmarks;

/// <summary>Reads 1 MB of output in frames of one line, as an engine sends a log.</summary>
[MemoryDiagnoser]
public class OutputBenchmarks
{
    private const int LineLength = 100;
    private const int Lines = 10_000;

    private byte[] _frames = [];
    private byte[] _text = [];

    [GlobalSetup]
    public void SetUp()
    {
        var line = new byte[LineLength];
        line.AsSpan().Fill((byte)'x');
        line[^1] = (byte)'\n';
        var frame = new byte[8 + LineLength];
        frame[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(4), LineLength);
        line.CopyTo(frame, 8);
        _frames = [.. Enumerable.Repeat(frame, Lines).SelectMany(bytes => bytes)];
        _text = [.. Enumerable.Repeat(line, Lines).SelectMany(bytes => bytes)];
    }

    [Benchmark]
    public async Task<long> MultiplexReaderFrames() => await ReadAsync(mergesFrames: false);

    [Benchmark]
    public async Task<long> MultiplexReaderMergedFrames() => await ReadAsync(mergesFrames: true);

    [Benchmark]
    public int LineSplitterLines()
    {
        var count = 0;
        new LineSplitter().Push(_text, _ => count++);
        return count;
    }

    [Benchmark]
    public int CollectedOutputBytes()
    {
        var output = new CollectedOutput(int.MaxValue, 0);
        foreach (var start in Enumerable.Range(0, Lines / 500)) output.Append(_text.AsSpan(start * 500 * LineLength, 500 * LineLength));
        return output.GetBytes().Length;
    }

    private async Task<long> ReadAsync(bool mergesFrames)
    {
        using var stream = new MemoryStream(_frames, writable: false);
        using var reader = new MultiplexReader(stream, tty: false) { MergesFrames = mergesFrames };
        long sum = 0;
        while (await reader.ReadAsync(CancellationToken.None) is { IsEnd: false } piece) sum += piece.Bytes.Length;
        return sum;
    }
}
