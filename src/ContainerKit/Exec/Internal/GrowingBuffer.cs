using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;

namespace ContainerKit.Exec;

/// <summary>
/// Bytes that grow to any length up to that of an array. A large buffer is unmanaged memory, because the allocator grows it without
/// copying it and without leaving garbage: an array that doubles would take three times the memory of the output.
/// </summary>
/// <remarks>
/// The unmanaged memory never leaves this object: a span over it could outlive it. Callers get a copy, for which the unmanaged memory
/// is released piece by piece, so that both together take little more than one of them.
/// </remarks>
internal sealed unsafe class GrowingBuffer
{
    private const int ManagedLimit = 256 * 1024;
    private const int ReleaseStep = 4 * 1024 * 1024;

    private byte[] _managed = [];
    private byte* _unmanaged;
    private int _capacity;
    private long _pressure;

    public GrowingBuffer()
    {
        // Most outputs are short, and have no unmanaged memory.
        GC.SuppressFinalize(this);
    }

    ~GrowingBuffer() => Release();

    /// <summary>The number of bytes.</summary>
    public int Length { get; private set; }

    /// <summary>Indicates whether the bytes are in unmanaged memory.</summary>
    public bool IsUnmanaged => _unmanaged is not null;

    private Span<byte> Written => _unmanaged is null ? _managed.AsSpan(0, Length) : new Span<byte>(_unmanaged, Length);

    /// <summary>Adds bytes.</summary>
    /// <exception cref="OutOfMemoryException">The process has not enough memory.</exception>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (Length + (long)bytes.Length > _capacity) Grow(Length + (long)bytes.Length);
        var target = _unmanaged is null ? _managed.AsSpan(Length) : new Span<byte>(_unmanaged + Length, _capacity - Length);
        bytes.CopyTo(target);
        Length += bytes.Length;
        GC.KeepAlive(this);
    }

    /// <summary>Returns a copy of the last bytes.</summary>
    public byte[] GetTail(int maximumLength)
    {
        var tail = Written[Math.Max(0, Length - maximumLength)..].ToArray();
        GC.KeepAlive(this);
        return tail;
    }

    /// <summary>Returns the bytes as text.</summary>
    public string GetText()
    {
        var text = Encoding.UTF8.GetString(Written);
        GC.KeepAlive(this);
        return text;
    }

    /// <summary>Moves the bytes to an array of their length. The buffer is empty afterwards.</summary>
    public byte[] Take()
    {
        var array = GC.AllocateUninitializedArray<byte>(Length);
        while (_unmanaged is not null && Length > 0)
        {
            var start = Math.Max(0, Length - ReleaseStep);
            Written[start..].CopyTo(array.AsSpan(start));
            Length = start;
            if (start > 0) Resize(start);
        }

        Written.CopyTo(array);
        Length = 0;
        ReturnManaged([]);
        Release();
        return array;
    }

    private void Grow(long required)
    {
        if (required > Array.MaxLength) throw new InsufficientMemoryException($"A buffer has at most {Array.MaxLength} bytes.");
        var capacity = (int)Math.Min(Array.MaxLength, Math.Max(Math.Max(4096, required), _capacity * 2L));
        if (capacity <= ManagedLimit)
        {
            var larger = ArrayPool<byte>.Shared.Rent(capacity);
            Written.CopyTo(larger);
            ReturnManaged(larger);
            _capacity = larger.Length;
            return;
        }

        Resize(capacity);
        if (_managed.Length == 0) return;
        _managed.AsSpan(0, Length).CopyTo(new Span<byte>(_unmanaged, capacity));
        ReturnManaged([]);
    }

    private void Resize(int capacity)
    {
        var isFirst = _unmanaged is null;
        _unmanaged = (byte*)NativeMemory.Realloc(_unmanaged, (nuint)capacity);
        if (isFirst) GC.ReRegisterForFinalize(this);
        _capacity = capacity;
        SetPressure(capacity);
    }

    private void Release()
    {
        NativeMemory.Free(_unmanaged);
        _unmanaged = null;
        _capacity = 0;
        SetPressure(0);
    }

    private void ReturnManaged(byte[] replacement)
    {
        if (_managed.Length > 0) ArrayPool<byte>.Shared.Return(_managed);
        _managed = replacement;
    }

    // The collector knows the managed part only, so it is told how much memory a collection could release.
    private void SetPressure(long pressure)
    {
        if (pressure > _pressure) GC.AddMemoryPressure(pressure - _pressure);
        else if (pressure < _pressure) GC.RemoveMemoryPressure(_pressure - pressure);
        _pressure = pressure;
    }
}
