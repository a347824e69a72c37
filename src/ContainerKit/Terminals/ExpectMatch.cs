using System.Text.RegularExpressions;

namespace ContainerKit;

/// <summary>An expectation that was met. Plain data.</summary>
public sealed record ExpectMatch
{
    internal ExpectMatch(int alternative, string text, string before, Match match)
    {
        Alternative = alternative;
        Text = text;
        Before = before;
        Groups = match.Groups;
    }

    /// <summary>Which of several alternatives it was, counted from 0.</summary>
    public int Alternative { get; }

    /// <summary>What was matched; empty for the end.</summary>
    public string Text { get; }

    /// <summary>What came before it, from where the expectation before had ended; at most the last 64 Ki characters.</summary>
    public string Before { get; }

    /// <summary>The groups of a regular expression, by number or name. For a text and for the end there are none.</summary>
    public GroupCollection Groups { get; }

    /// <summary>What was matched.</summary>
    public override string ToString() => Text;
}
