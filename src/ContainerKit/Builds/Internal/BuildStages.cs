using System.Globalization;
using System.Text.RegularExpressions;
using ContainerKit.Images;

namespace ContainerKit.Builds;

/// <summary>The stages of a Dockerfile, with their base images and the dependencies between them.</summary>
internal sealed partial class BuildStages
{
    private const string Scratch = "scratch";
    private const string PlatformOption = "--platform=";

    // Longer than any name of an image. Each variable may contain the previous one twice, so that a few lines of an
    // untrusted Dockerfile could otherwise expand to gigabytes.
    private const int MaximumExpansion = 16 * 1024;

    private readonly List<Stage> _stages = [];
    private readonly Dictionary<string, List<int>> _numbersByName = new(StringComparer.OrdinalIgnoreCase);

    private BuildStages()
    {
    }

    /// <summary>The images that any stage is based on or copies files from.</summary>
    public IReadOnlyList<BaseImage> AllImages => GetImages(Enumerable.Range(0, _stages.Count));

    /// <summary>Finds the stages of a Dockerfile.</summary>
    /// <param name="text">The Dockerfile.</param>
    /// <param name="arguments">The build arguments.</param>
    /// <param name="variables">
    /// The variables with a value before the first line: see <see cref="PlatformVariables"/>.
    /// </param>
    public static BuildStages Read(
        DockerfileText text, IReadOnlyDictionary<string, string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        var result = new BuildStages();
        var values = new Dictionary<string, string>(variables);
        foreach (var name in variables.Keys.Where(arguments.ContainsKey)) values[name] = arguments[name];
        foreach (var instruction in text.Instructions)
        {
            var words = instruction.Words.SkipWhile(word => word.StartsWith("--", StringComparison.Ordinal)).ToArray();
            switch (instruction.Keyword)
            {
                case "ARG" when result._stages.Count == 0:
                    foreach (var word in words)
                    {
                        var (name, fallback) = word.Split('=', 2) is [var n, var d] ? (n, Unquote(d)) : (word, null);
                        if (arguments.GetValueOrDefault(name) is { } given) values[name] = Expand(given, values) ?? given;
                        else if (fallback is null) continue;
                        else if (Expand(fallback, values) is { } expanded) values[name] = expanded;
                        else values.Remove(name);
                    }

                    break;
                case "FROM" when words.Length > 0:
                    var isNamed = words.Length > 2 && words[1].Equals("AS", StringComparison.OrdinalIgnoreCase);
                    var baseName = Expand(Unquote(words[0]), values);
                    var option = instruction.Flags.FirstOrDefault(flag => flag.StartsWith(PlatformOption, StringComparison.Ordinal));
                    var platform = option is null ? null : ParsePlatform(option, values);
                    result.Add(isNamed ? words[2] : null, new Stage(baseName, platform, option is not null));
                    break;
                case "COPY" or "ADD" or "RUN" when result._stages.Count > 0:
                    foreach (Match from in FromOption().Matches(string.Join(' ', instruction.Flags)))
                        result._stages[^1].Sources.Add(Unquote(from.Groups[1].Value));
                    break;
            }
        }

        return result;
    }

    /// <summary>Returns the platform variables that BuildKit predefines for every Dockerfile.</summary>
    /// <param name="build">The platform of the engine.</param>
    /// <param name="target">The platform of the build; null for the platform of the engine.</param>
    public static IReadOnlyDictionary<string, string> PlatformVariables(string build, string? target)
    {
        var values = new Dictionary<string, string>();
        var engine = build.Split('/');
        var resolved = target is null ? build : PlatformName.Parse(target).WithDefaults(engine[0], engine[1]).ToString();
        foreach (var (prefix, platform) in (ReadOnlySpan<(string, string)>)[("BUILD", build), ("TARGET", resolved)])
        {
            var parts = platform.Split('/');
            (values[prefix + "PLATFORM"], values[prefix + "OS"], values[prefix + "ARCH"]) = (platform, parts[0], parts[1]);
            // The architecture "arm" has several variants, and BuildKit chooses the default.
            if (parts.Length == 3 || parts[1] != "arm") values[prefix + "VARIANT"] = parts.ElementAtOrDefault(2) ?? "";
        }

        return values;
    }

    /// <summary>Returns the images that a target needs, and no others.</summary>
    /// <param name="target">The name of a stage; null for the last one.</param>
    public IReadOnlyList<BaseImage> Needed(string? target)
    {
        var reached = new SortedSet<int>();
        // An unknown target is ignored here, because the builder reports it.
        var next = new Stack<int>([target is null ? _stages.Count - 1 : Find(target)]);
        while (next.TryPop(out var stage))
        {
            if (stage < 0 || !reached.Add(stage)) continue;
            if (_stages[stage].Base is { } name) next.Push(FindAbove(name, stage));
            foreach (var source in _stages[stage].Sources) next.Push(Find(source));
        }

        return GetImages(reached);
    }

    private void Add(string? name, Stage stage)
    {
        if (name is not null)
        {
            if (!_numbersByName.TryGetValue(name, out var numbers)) _numbersByName.Add(name, numbers = []);
            numbers.Add(_stages.Count);
        }

        _stages.Add(stage);
    }

    private List<BaseImage> GetImages(IEnumerable<int> stages)
    {
        var images = new List<BaseImage>();
        foreach (var number in stages)
        {
            var stage = _stages[number];
            if (stage.Base is { Length: > 0 } name && name != Scratch && FindAbove(name, number) < 0)
                images.Add(new BaseImage(name, stage.Platform, stage.Platform is not null || !stage.HasPlatformOption));
            // Images that files are copied from have the platform of the build, not that of the stage.
            images.AddRange(stage.Sources
                .Where(source => Find(source) < 0 && !source.Contains('$', StringComparison.Ordinal) && !source.All(char.IsAsciiDigit))
                .Select(source => new BaseImage(source, null, IsPlatformKnown: true)));
        }

        return [.. images.Distinct()];
    }

    // A base is a stage above. Files may be copied from any stage, by its name or number.
    private int FindAbove(string name, int stage)
    {
        if (!_numbersByName.TryGetValue(name, out var numbers)) return -1;
        var index = numbers.BinarySearch(stage);
        index = (index < 0 ? ~index : index) - 1;
        return index < 0 ? -1 : numbers[index];
    }

    private int Find(string name)
    {
        if (FindAbove(name, _stages.Count) is >= 0 and var stage) return stage;
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _stages.Count ? number : -1;
    }

    // Null for a short form, such as an architecture alone.
    private static string? ParsePlatform(string option, Dictionary<string, string> values) =>
        Expand(Unquote(option[PlatformOption.Length..]), values) is { } platform && platform.Contains('/', StringComparison.Ordinal)
        && PlatformName.TryParse(platform) is { } name ? name.ToString() : null;

    // Expands the variables of a Dockerfile: $a, ${a}, ${a:-default}, ${a:+other}. Returns null if one has no value, or if
    // the result is too long.
    private static string? Expand(string text, Dictionary<string, string> values)
    {
        if (text.Length > MaximumExpansion) return null;
        var (isKnown, length) = (true, 0);
        var expanded = Variable().Replace(text, match =>
        {
            var name = match.Groups["name"].Value;
            var value = values.GetValueOrDefault(name) ?? "";
            switch (match.Groups["rule"].Value)
            {
                case ":-" when value.Length == 0:
                    return match.Groups["word"].Value;
                case ":+":
                    return value.Length > 0 ? match.Groups["word"].Value : "";
            }

            length += value.Length;
            isKnown &= values.ContainsKey(name) && length <= MaximumExpansion;
            return isKnown ? value : "";
        });
        return isKnown ? expanded : null;
    }

    private static string Unquote(string word) => word is ['"' or '\'', .. var inner, '"' or '\''] ? inner : word;

    [GeneratedRegex(@"\$(?:(?<name>\w+)|\{(?<name>\w+)(?:(?<rule>:[-+])(?<word>[^}]*))?\})")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?:^--|[ ,=])from=([^\s,]+)")]
    private static partial Regex FromOption();

    private sealed record Stage(string? Base, string? Platform, bool HasPlatformOption)
    {
        /// <summary>The stages and images that files are copied from.</summary>
        public List<string> Sources { get; } = [];
    }
}
