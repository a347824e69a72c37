using ContainerKit.Diagnostics;

namespace ContainerKit.Builds;

/// <summary>
/// Matches a path with the wildcards of a <c>.dockerignore</c>. All possible positions in the pattern are followed at once,
/// so the time is at most the product of the two lengths, and no pattern makes it exponential. Go, and so the Docker CLI,
/// matches in the same way (https://swtch.com/~rsc/regexp/regexp1.html).
/// </summary>
internal sealed class GlobMatcher
{
    private readonly List<Step> _steps = [];

    /// <summary>Parses a pattern.</summary>
    /// <exception cref="FormatException">The pattern is malformed.</exception>
    public GlobMatcher(string pattern)
    {
        for (var i = 0; i < pattern.Length;)
        {
            switch (pattern[i])
            {
                case '*' when i + 1 < pattern.Length && pattern[i + 1] == '*':
                    i += 2;
                    if (i < pattern.Length && pattern[i] == '/') i++;
                    // At the end, everything below; elsewhere, any number of folders, including none.
                    if (i == pattern.Length) _steps.Add(new Step(StepKind.AnyPath));
                    else _steps.AddRange([new Step(StepKind.NoFolder), new Step(StepKind.Folders)]);
                    break;
                case '*':
                    _steps.Add(new Step(StepKind.AnyName));
                    i++;
                    break;
                case '?':
                    _steps.Add(new Step(StepKind.AnyCharacter));
                    i++;
                    break;
                case '[':
                    _steps.Add(ParseClass(pattern, ref i));
                    break;
                case '\\' when i + 1 == pattern.Length:
                    throw ArgumentErrors.Format($"'{pattern}' ends with a backslash, which must precede the character that it escapes");
                default:
                    if (pattern[i] == '\\') i++;
                    var character = ReadCharacter(pattern, ref i);
                    _steps.Add(new Step(StepKind.Class, [(character, character)]));
                    break;
            }
        }
    }

    private enum StepKind
    {
        /// <summary>One of several characters.</summary>
        Class,

        /// <summary>One character except a slash.</summary>
        AnyCharacter,

        /// <summary>Any number of characters except slashes.</summary>
        AnyName,

        /// <summary>Any number of characters.</summary>
        AnyPath,

        /// <summary>The start of <see cref="Folders"/>, which may be skipped.</summary>
        NoFolder,

        /// <summary>Any number of characters, and then a slash.</summary>
        Folders,
    }

    /// <summary>Indicates whether the pattern matches a whole path.</summary>
    public bool IsMatch(string path)
    {
        var (current, next) = (new bool[_steps.Count + 1], new bool[_steps.Count + 1]);
        var isActive = true;
        Reach(current, 0);
        for (var i = 0; i < path.Length && isActive;)
        {
            var character = ReadCharacter(path, ref i);
            isActive = Advance(current, next, character);
            (current, next) = (next, current);
            Array.Clear(next);
        }

        return current[^1];
    }

    private bool Advance(bool[] current, bool[] next, int character)
    {
        var isActive = false;
        for (var i = 0; i < _steps.Count; i++)
        {
            if (!current[i]) continue;
            var step = _steps[i];
            var target = step.Kind switch
            {
                StepKind.Class => step.Contains(character) ? i + 1 : -1,
                StepKind.AnyCharacter => character != '/' ? i + 1 : -1,
                StepKind.AnyName => character != '/' ? i : -1,
                StepKind.AnyPath or StepKind.Folders => i,
                _ => -1,
            };
            if (target < 0) continue;
            isActive = true;
            Reach(next, target);
            if (step.Kind == StepKind.Folders && character == '/') Reach(next, i + 1);
        }

        return isActive;
    }

    // Marks a position, and those that are reached from it without a character.
    private void Reach(bool[] states, int position)
    {
        for (; !states[position]; position++)
        {
            states[position] = true;
            if (position == _steps.Count) return;
            var kind = _steps[position].Kind;
            if (kind == StepKind.NoFolder)
            {
                states[position + 1] = true;
                position++;
            }
            else if (kind is not (StepKind.AnyName or StepKind.AnyPath))
            {
                return;
            }
        }
    }

    private static Step ParseClass(string pattern, ref int i)
    {
        var ranges = new List<(int From, int To)>();
        i++;
        var isNegated = i < pattern.Length && pattern[i] == '^';
        if (isNegated) i++;
        for (var first = i; i < pattern.Length && (pattern[i] != ']' || i == first);)
        {
            var from = ReadClassCharacter(pattern, ref i);
            var to = from;
            if (i + 1 < pattern.Length && pattern[i] == '-' && pattern[i + 1] != ']')
            {
                i++;
                to = ReadClassCharacter(pattern, ref i);
            }

            if (from > to) throw ArgumentErrors.Format($"'{pattern}' has a range whose end precedes its start");
            ranges.Add((from, to));
        }

        if (i >= pattern.Length) throw ArgumentErrors.Format($"'{pattern}' has a '[' without a ']'");
        i++;
        return new Step(StepKind.Class, [.. ranges], isNegated);
    }

    private static int ReadClassCharacter(string pattern, ref int i)
    {
        if (pattern[i] == '\\' && i + 1 < pattern.Length) i++;
        return ReadCharacter(pattern, ref i);
    }

    // A surrogate pair is one character.
    private static int ReadCharacter(string text, ref int i)
    {
        var isPair = char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]);
        var character = isPair ? char.ConvertToUtf32(text[i], text[i + 1]) : text[i];
        i += isPair ? 2 : 1;
        return character;
    }

    private readonly record struct Step(StepKind Kind, (int From, int To)[]? Ranges = null, bool IsNegated = false)
    {
        public bool Contains(int character)
        {
            foreach (var (from, to) in Ranges!)
            {
                if (character >= from && character <= to) return !IsNegated;
            }

            return IsNegated;
        }
    }
}
