using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;

namespace ContainerKit;

/// <summary>
/// The output that a terminal is expected to show: a text, a regular expression, or the end of the output.
/// </summary>
/// <remarks>Strings and regular expressions convert implicitly.</remarks>
public sealed class ExpectPattern
{
    private readonly string? _text;
    private readonly Regex? _regex;

    private ExpectPattern(string? text, Regex? regex) => (_text, _regex) = (text, regex);

    /// <summary>The end of the output.</summary>
    public static ExpectPattern End { get; } = new(null, null);

    /// <summary>Creates a pattern that matches a text exactly, with case.</summary>
    /// <exception cref="ArgumentException">The text is empty.</exception>
    public static ExpectPattern Text(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        return new ExpectPattern(text, null);
    }

    /// <summary>
    /// Creates a pattern that matches a regular expression. The expression is used unchanged, so it may be
    /// source-generated or compiled.
    /// </summary>
    /// <remarks>
    /// The expression is tried on the output that has arrived so far. <c>$</c> is the end of that output, and a match
    /// does not grow with output that arrives later.
    /// </remarks>
    public static ExpectPattern Match(Regex regex)
    {
        ArgumentNullException.ThrowIfNull(regex);
        return new ExpectPattern(null, regex);
    }

    /// <inheritdoc cref="Text"/>
    public static implicit operator ExpectPattern(string text) => Text(text);

    /// <inheritdoc cref="Match"/>
    public static implicit operator ExpectPattern(Regex regex) => Match(regex);

    /// <summary>The pattern as it appears in messages.</summary>
    public override string ToString() =>
        _text is not null ? $"\"{Shorten(_text)}\"" : _regex is not null ? $"/{Shorten(_regex.ToString())}/" : "the end";

    /// <summary>Indicates whether the pattern is the end of the output.</summary>
    internal bool IsEnd => _text is null && _regex is null;

    /// <summary>Finds the first match in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="searched">The number of characters at the start that were searched before, without a match.</param>
    /// <returns>The index and the length of the match; a negative index for none.</returns>
    internal (int Index, int Length) Find(ReadOnlySpan<char> text, int searched)
    {
        if (_text is not null)
        {
            // A match may start in the text that was searched before, if it ends in the new text.
            var from = Math.Max(0, searched - _text.Length + 1);
            var at = text[from..].IndexOf(_text);
            return at < 0 ? (-1, 0) : (from + at, _text.Length);
        }

        // EnumerateMatches allocates nothing as long as the expression does not match.
        if (_regex is not null)
        {
            foreach (var match in _regex.EnumerateMatches(text)) return (match.Index, match.Length);
        }

        return (-1, 0);
    }

    /// <summary>Returns the match with its groups, for a text in which <see cref="Find"/> found one.</summary>
    internal Match Groups(ReadOnlySpan<char> text) =>
        _regex is null ? System.Text.RegularExpressions.Match.Empty : _regex.Match(text.ToString());

    private static string Shorten(string text) => VisibleText.Shorten(text, VisibleText.MaximumPatternLength);
}
