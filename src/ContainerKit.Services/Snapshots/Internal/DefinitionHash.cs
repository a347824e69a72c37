using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ContainerKit.Services.Snapshots;

/// <summary>
/// The hash of a snapshot definition. Each value is preceded by its length, so that different lists of values never
/// produce the same bytes.
/// </summary>
internal sealed class DefinitionHash : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <param name="text">Null differs from an empty text.</param>
    public DefinitionHash Add(string? text)
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

    /// <param name="texts">Null differs from an empty list.</param>
    public DefinitionHash Add(IReadOnlyCollection<string>? texts)
    {
        AddLength(texts?.Count ?? -1);
        foreach (var text in texts ?? []) Add(text);
        return this;
    }

    /// <param name="map">The order of the entries does not matter.</param>
    public DefinitionHash Add(IReadOnlyDictionary<string, string> map)
    {
        AddLength(map.Count);
        foreach (var (key, value) in map.OrderBy(entry => entry.Key, StringComparer.Ordinal)) Add(key).Add(value);
        return this;
    }

    public async Task AddAsync(Stream content, CancellationToken cancellationToken) =>
        Add(Convert.ToHexString(await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false)));

    /// <summary>Returns the hash as hexadecimal digits, and resets it.</summary>
    public string Finish() => Convert.ToHexString(_hash.GetHashAndReset()).ToLowerInvariant();

    public void Dispose() => _hash.Dispose();

    private void AddLength(int length)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, length);
        _hash.AppendData(bytes);
    }
}
