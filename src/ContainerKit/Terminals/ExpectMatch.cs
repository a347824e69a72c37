using System.Text.RegularExpressions;

namespace ContainerKit;

/// <summary>The output that matched an <see cref="ExpectPattern"/>. Plain data.</summary>
public sealed record ExpectMatch
{
    internal ExpectMatch(int alternative, string text, string before, Match match)
    {
        Alternative = alternative;
        Text = text;
        Before = before;
        Groups = match.Groups;
    }

    /// <summary>The index of the pattern that matched, counted from 0.</summary>
    public int Alternative { get; }

    /// <summary>The text that matched; empty for <see cref="ExpectPattern.End"/>.</summary>
    public string Text { get; }

    /// <summary>The output between the previous match and this one; at most the last 65,536 characters.</summary>
    public string Before { get; }

    /// <summary>
    /// The groups of a regular expression, by number or name. Empty for a text and for the end of the output.
    /// </summary>
    public GroupCollection Groups { get; }

    /// <summary>Returns the text that matched.</summary>
    public override string ToString() => Text;
}
