using System.Text;

namespace ContainerKit.Terminals;

/// <summary>
/// The decoded output after the last match, of bounded length and without escape sequences unless they are kept. It
/// keeps the bytes of each character, so that output that was not matched can be returned to the
/// <see cref="OutputBuffer"/> and read as bytes.
/// </summary>
internal sealed class TextBuffer(bool keepEscapes)
{
    /// <summary>The maximum number of characters.</summary>
    public const int Capacity = 64 * 1024;

    private readonly Decoder[] _decoders = [new(), new()];
    private readonly List<(int End, OutputSource Source)> _sources = [];
    private char[] _text = new char[1024];
    private int[] _ends = new int[1024];
    private byte[] _raw = new byte[1024];
    private int _length;
    private int _rawLength;

    /// <summary>The number of characters that were removed since the start of the output.</summary>
    public long DroppedCount { get; private set; }

    /// <summary>The characters in the buffer.</summary>
    public ReadOnlySpan<char> Text => _text.AsSpan(0, _length);

    /// <summary>Receives the characters that are removed because the buffer is full; null for none.</summary>
    public Action<ReadOnlySpan<char>>? Overflow { get; set; }

    /// <summary>Takes all bytes from an output buffer, in the order in which they arrived.</summary>
    public void Fill(OutputBuffer buffer)
    {
        while (buffer.PeekOldest() is { Count: > 0 } next)
        {
            Grow(ref _raw, _rawLength + next.Count);
            Append(next.Source, buffer.Take(next.Source, _raw.AsSpan(_rawLength, next.Count)));
            // The older half is removed. Otherwise a process that never writes the expected output would block forever.
            if (_length <= Capacity && _rawLength <= 4 * Capacity) continue;
            var count = Math.Max(1, _length / 2);
            Overflow?.Invoke(Text[..Math.Min(count, _length)]);
            Drop(count);
        }
    }

    /// <summary>Completes the text at the end of the output: an incomplete character becomes U+FFFD.</summary>
    public void Finish()
    {
        foreach (var decoder in _decoders)
        {
            if (decoder.Pending > 0) Add('\uFFFD', _rawLength);
            decoder.Pending = 0;
        }
    }

    /// <summary>Removes the oldest characters.</summary>
    public void Drop(int count)
    {
        if (count == 0) return;
        var bytes = count <= _length ? _ends[count - 1] : _rawLength;
        count = Math.Min(count, _length);
        DroppedCount += count;
        _length -= count;
        _rawLength -= bytes;
        _text.AsSpan(count, _length).CopyTo(_text);
        _ends.AsSpan(count, _length).CopyTo(_ends);
        _raw.AsSpan(bytes, _rawLength).CopyTo(_raw);
        for (var i = 0; i < _length; i++) _ends[i] -= bytes;
        _sources.RemoveAll(run => run.End <= bytes);
        for (var i = 0; i < _sources.Count; i++) _sources[i] = (_sources[i].End - bytes, _sources[i].Source);
    }

    /// <summary>Returns all bytes to the output buffer, so that they can be read in another way.</summary>
    public void Return(OutputBuffer buffer)
    {
        for (var i = _sources.Count - 1; i >= 0; i--)
        {
            var start = i == 0 ? 0 : _sources[i - 1].End;
            buffer.Unread(_sources[i].Source, _raw.AsSpan(start, _sources[i].End - start));
        }

        DroppedCount += _length;
        (_length, _rawLength) = (0, 0);
        _sources.Clear();
        foreach (var decoder in _decoders) decoder.Reset();
    }

    private void Append(OutputSource source, int count)
    {
        if (count == 0) return;
        var decoder = _decoders[source == OutputSource.Stderr ? 1 : 0];
        for (var end = _rawLength + count; _rawLength < end;)
        {
            var next = _raw[_rawLength++];
            if (decoder.Pending == 0 && next < 0x80) Add(decoder, (char)next);
            else Decode(decoder, next);
        }

        if (_sources.Count > 0 && _sources[^1].Source == source) _sources[^1] = (_rawLength, source);
        else _sources.Add((_rawLength, source));
    }

    private void Decode(Decoder decoder, byte next)
    {
        Span<char> chars = stackalloc char[2];
        decoder.Bytes[decoder.Pending++] = next;
        while (decoder.Pending > 0)
        {
            var status = Rune.DecodeFromUtf8(decoder.Bytes.AsSpan(0, decoder.Pending), out var rune, out var consumed);
            if (status == System.Buffers.OperationStatus.NeedMoreData) return;
            // Invalid bytes decode as U+FFFD.
            foreach (var c in chars[..rune.EncodeToUtf16(chars)]) Add(decoder, c);
            decoder.Pending -= consumed;
            decoder.Bytes.AsSpan(consumed, decoder.Pending).CopyTo(decoder.Bytes);
        }
    }

    private void Add(Decoder decoder, char c)
    {
        if (keepEscapes || decoder.Escapes.IsText(c)) Add(c, _rawLength);
    }

    private void Add(char c, int end)
    {
        Grow(ref _text, _length + 1);
        Grow(ref _ends, _length + 1);
        _text[_length] = c;
        _ends[_length++] = end;
    }

    private static void Grow<T>(ref T[] array, int length)
    {
        if (length > array.Length) Array.Resize(ref array, Math.Max(length, array.Length * 2));
    }

    private sealed class Decoder
    {
        private AnsiEscapeFilter _escapes;

        public byte[] Bytes { get; } = new byte[4];

        public int Pending { get; set; }

        public ref AnsiEscapeFilter Escapes => ref _escapes;

        public void Reset()
        {
            Pending = 0;
            _escapes = default;
        }
    }
}
