using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ContainerKit.Testing.Snapshots;

/// <summary>
/// What a recipe comes down to: equal for equal recipes. Each part goes in with its length before it, so that no two lists of parts are the same bytes.
/// </summary>
internal sealed class RecipeHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <param name="text">Null is another thing than an empty text.</param>
    public RecipeHash Add(string? text)
    {
        if (text is null)
        {
            AddLength(-1);
            return this;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        AddLength(bytes.Length);
        _hash.AppendData(bytes);
        return this;
    }

    /// <param name="texts">Null is another thing than an empty list.</param>
    public RecipeHash Add(IReadOnlyCollection<string>? texts)
    {
        AddLength(texts?.Count ?? -1);
        foreach (var text in texts ?? []) Add(text);
        return this;
    }

    /// <param name="map">In whatever order.</param>
    public RecipeHash Add(IReadOnlyDictionary<string, string> map)
    {
        AddLength(map.Count);
        foreach (var (key, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal)) Add(key).Add(value);
        return this;
    }

    public async Task AddAsync(Stream content, CancellationToken cancellationToken) =>
        Add(Convert.ToHexString(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false)));

    /// <summary>What came of it, as hexadecimal digits.</summary>
    public string Finish() => Convert.ToHexString(_hash.GetHashAndReset()).ToLowerInvariant();

    public void Dispose() => _hash.Dispose();

    private void AddLength(int length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        _hash.AppendData(bytes);
    }
}
