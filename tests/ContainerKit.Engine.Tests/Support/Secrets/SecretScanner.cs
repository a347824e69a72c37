using System.Buffers;
using System.Text;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Finds secrets in texts and files: as they are, percent-encoded, as hexadecimal digits, and within base64 at each of the three
/// alignments.
/// </summary>
internal sealed class SecretScanner
{
    private readonly List<(string Form, string Name)> _forms = [];
    private readonly SearchValues<string> _search;

    /// <param name="secrets">The secrets by their names.</param>
    public SecretScanner(IReadOnlyDictionary<string, string> secrets)
    {
        foreach (var (name, secret) in secrets)
            foreach (var form in FormsOf(secret)) _forms.Add((form, name));
        _search = SearchValues.Create([.. _forms.Select(form => form.Form)], StringComparison.Ordinal);
    }

    /// <summary>Returns the name of a secret in the text and its surroundings without the secret, or null.</summary>
    public string? Find(string text)
    {
        var index = text.AsSpan().IndexOfAny(_search);
        if (index < 0) return null;
        var (form, name) = _forms.First(form => text.AsSpan(index).StartsWith(form.Form, StringComparison.Ordinal));
        var end = index + form.Length;
        var surroundings = text[Math.Max(0, index - 120)..index] + $"<{name}>" + text[end..Math.Min(text.Length, end + 60)];
        // The surroundings may contain further secrets.
        foreach (var other in _forms) surroundings = surroundings.Replace(other.Form, $"<{other.Name}>", StringComparison.Ordinal);
        return $"{name}: ...{surroundings}...";
    }

    private static IEnumerable<string> FormsOf(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        string[] forms =
        [
            secret, Uri.EscapeDataString(secret), Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes),
            InBase64(bytes, 0), InBase64(bytes, 1), InBase64(bytes, 2),
        ];
        return forms.Concat(forms.Select(form => form.Replace('+', '-').Replace('/', '_'))).Distinct();
    }

    // The characters of base64 that depend on the secret alone, if this many bytes precede it.
    private static string InBase64(byte[] secret, int offset)
    {
        var text = Convert.ToBase64String([.. new byte[offset], .. secret]);
        var start = (offset * 8 + 5) / 6;
        var length = (offset + secret.Length) * 8 / 6 - start;
        return text.Substring(start, length);
    }
}
