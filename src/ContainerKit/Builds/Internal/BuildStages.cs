using System.Globalization;
using System.Text.RegularExpressions;
using ContainerKit.Images;

namespace ContainerKit.Builds;

/// <summary>The stages of a Dockerfile: what each is built on, and which of them a target needs.</summary>
internal sealed partial class BuildStages
{
    private const string Scratch = "scratch";
    private const string PlatformOption = "--platform=";

    private readonly List<Stage> _stages = [];

    private BuildStages()
    {
    }

    /// <summary>The images that any stage is built on or takes files from.</summary>
    public IReadOnlyList<BaseImage> AllImages => Images(Enumerable.Range(0, _stages.Count));

    /// <param name="variables">What is known before the first line: see <see cref="PlatformVariables"/>.</param>
    public static BuildStages Read(DockerfileText text, IReadOnlyDictionary<string, string> arguments, IReadOnlyDictionary<string, string> variables)
    {
        var read = new BuildStages();
        var values = new Dictionary<string, string>(variables);
        foreach (var name in variables.Keys.Where(arguments.ContainsKey)) values[name] = arguments[name];
        foreach (var instruction in text.Instructions)
        {
            var words = instruction.Words.SkipWhile(word => word.StartsWith("--", StringComparison.Ordinal)).ToArray();
            switch (instruction.Keyword)
            {
                case "ARG" when read._stages.Count == 0:
                    foreach (var word in words)
                    {
                        var (name, fallback) = word.Split('=', 2) is [var n, var d] ? (n, Unquote(d)) : (word, null);
                        if ((arguments.GetValueOrDefault(name) ?? fallback) is { } value) values[name] = Expand(value, values) ?? value;
                    }

                    break;
                case "FROM" when words.Length > 0:
                    var own = words is [_, var preposition, var given, ..] && preposition.Equals("AS", StringComparison.OrdinalIgnoreCase) ? given : null;
                    var platform = instruction.Flags.FirstOrDefault(flag => flag.StartsWith(PlatformOption, StringComparison.Ordinal));
                    read._stages.Add(new Stage(own, Expand(Unquote(words[0]), values), Platform(platform, values), platform is not null));
                    break;
                case "COPY" or "ADD" or "RUN" when read._stages.Count > 0:
                    foreach (Match from in FromOption().Matches(string.Join(' ', instruction.Flags))) read._stages[^1].Sources.Add(Unquote(from.Groups[1].Value));
                    break;
            }
        }

        return read;
    }

    /// <summary>The variables that BuildKit gives to every Dockerfile.</summary>
    /// <param name="own">The engine's own platform.</param>
    /// <param name="target">The platform that is built for; null for the engine's own.</param>
    public static IReadOnlyDictionary<string, string> PlatformVariables(string own, string? target)
    {
        var values = new Dictionary<string, string>();
        var engine = own.Split('/');
        var wanted = target is null ? own : PlatformName.Parse(target).WithDefaults(engine[0], engine[1]).ToString();
        foreach (var (whose, platform) in (ReadOnlySpan<(string, string)>)[("BUILD", own), ("TARGET", wanted)])
        {
            var parts = platform.Split('/');
            (values[whose + "PLATFORM"], values[whose + "OS"], values[whose + "ARCH"]) = (platform, parts[0], parts[1]);
            // Of this architecture there are several, and which one is meant BuildKit says itself.
            if (parts.Length == 3 || parts[1] != "arm") values[whose + "VARIANT"] = parts.ElementAtOrDefault(2) ?? "";
        }

        return values;
    }

    /// <summary>The images that a target needs, and no others.</summary>
    /// <param name="target">A stage's name; null for the last one.</param>
    public IReadOnlyList<BaseImage> Needed(string? target)
    {
        var reached = new SortedSet<int>();
        // A target that is not there the builder has words for.
        Reach(target is null ? _stages.Count - 1 : Find(target));
        return Images(reached);

        void Reach(int stage)
        {
            if (stage < 0 || !reached.Add(stage)) return;
            if (_stages[stage].Base is { } on) Reach(FindAbove(on, stage));
            foreach (var source in _stages[stage].Sources) Reach(Find(source));
        }
    }

    private List<BaseImage> Images(IEnumerable<int> stages)
    {
        var images = new List<BaseImage>();
        foreach (var number in stages)
        {
            var stage = _stages[number];
            if (stage.Base is { Length: > 0 } on && on != Scratch && FindAbove(on, number) < 0) images.Add(new BaseImage(on, stage.Platform, stage.Platform is not null || !stage.HasPlatform));
            // What files are taken from is one for the platform that is built for, whatever the stage's own is.
            images.AddRange(stage.Sources.Where(source => Find(source) < 0 && !source.Contains('$', StringComparison.Ordinal) && !source.All(char.IsAsciiDigit))
                .Select(source => new BaseImage(source, null, IsPlatformKnown: true)));
        }

        return [.. images.Distinct()];
    }

    // A base is a stage above; files may be taken from any, by its number too.
    private int FindAbove(string name, int stage) => _stages.Take(stage).ToList().FindLastIndex(one => IsNamed(one, name));

    private int Find(string name) => _stages.FindLastIndex(one => IsNamed(one, name)) is >= 0 and var named ? named
        : int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < _stages.Count ? number : -1;

    private static bool IsNamed(Stage stage, string name) => name.Equals(stage.Name, StringComparison.OrdinalIgnoreCase);

    // Not the shorter ways of writing one, such as an architecture alone.
    private static string? Platform(string? option, Dictionary<string, string> values) =>
        option is not null && Expand(Unquote(option[PlatformOption.Length..]), values) is { } platform && platform.Contains('/', StringComparison.Ordinal)
        && PlatformName.TryParse(platform) is { } name ? name.ToString() : null;

    // Variables as Dockerfiles have them: $a, ${a}, ${a:-default}, ${a:+other}. Null for one that nobody has given a value.
    private static string? Expand(string text, Dictionary<string, string> values)
    {
        var isKnown = true;
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

            isKnown &= values.ContainsKey(name);
            return value;
        });
        return isKnown ? expanded : null;
    }

    private static string Unquote(string word) => word is ['"' or '\'', .. var inner, '"' or '\''] ? inner : word;

    [GeneratedRegex(@"\$(?:(?<name>\w+)|\{(?<name>\w+)(?:(?<rule>:[-+])(?<word>[^}]*))?\})")]
    private static partial Regex Variable();

    [GeneratedRegex(@"(?:^--|[ ,=])from=([^\s,]+)")]
    private static partial Regex FromOption();

    private sealed record Stage(string? Name, string? Base, string? Platform, bool HasPlatform)
    {
        /// <summary>The stages and images that files are taken from.</summary>
        public List<string> Sources { get; } = [];
    }
}
