using System.Text.RegularExpressions;

namespace ContainerKit;

/// <summary>What a terminal is expected to show: a text, a regular expression, or the end of its output. Texts and expressions convert by themselves.</summary>
public sealed class ExpectPattern
{
    private readonly string? _text;
    private readonly Regex? _regex;

    private ExpectPattern(string? text, Regex? regex) => (_text, _regex) = (text, regex);

    /// <summary>The end of the output.</summary>
    public static ExpectPattern End { get; } = new(null, null);

    /// <summary>A text, exactly.</summary>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public static ExpectPattern Text(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new ExpectPattern(text, null);
    }

    /// <summary>
    /// A regular expression, used as it is: source-generated and compiled ones too. It is tried on what has come by then, so <c>$</c> is the end of
    /// that, and what may go on after a match does not belong to it.
    /// </summary>
    public static ExpectPattern Match(Regex regex)
    {
        ArgumentNullException.ThrowIfNull(regex);
        return new ExpectPattern(null, regex);
    }

    /// <inheritdoc cref="Text"/>
    public static implicit operator ExpectPattern(string text) => Text(text);

    /// <inheritdoc cref="Match"/>
    public static implicit operator ExpectPattern(Regex regex) => Match(regex);

    /// <summary>What is expected, in words.</summary>
    public override string ToString() => _text is not null ? $"\"{_text}\"" : _regex is not null ? $"/{_regex}/" : "the end";

    internal bool IsEnd => _text is null && _regex is null;

    /// <summary>Looks for it.</summary>
    /// <param name="searched">How much of the text was looked through before, without success.</param>
    /// <returns>Where it stands; negative for nowhere.</returns>
    internal (int Index, int Length) Find(ReadOnlySpan<char> text, int searched)
    {
        if (_text is not null)
        {
            // It may have begun within its own length of what was there before.
            var from = Math.Max(0, searched - _text.Length + 1);
            var at = text[from..].IndexOf(_text);
            return at < 0 ? (-1, 0) : (from + at, _text.Length);
        }

        // Spans and value matches: an expression that does not match yet costs no memory.
        if (_regex is not null)
        {
            foreach (var match in _regex.EnumerateMatches(text)) return (match.Index, match.Length);
        }

        return (-1, 0);
    }

    /// <summary>The groups of a match in a text in which it was found.</summary>
    internal Match Groups(ReadOnlySpan<char> text) => _regex is null ? System.Text.RegularExpressions.Match.Empty : _regex.Match(text.ToString());
}
