using System.Text;
using System.Text.RegularExpressions;

namespace ContainerKit.Builds;

/// <summary>
/// Reads a Dockerfile as far as the library has to know it: which builder it needs, and, as <see cref="BuildStages"/>, what it is built on. What is
/// wrong with it, the builder says better.
/// </summary>
internal sealed partial class DockerfileText
{
    private DockerfileText(IReadOnlyList<DockerfileInstruction> instructions, string? syntax)
    {
        Instructions = instructions;
        Syntax = syntax;
    }

    public IReadOnlyList<DockerfileInstruction> Instructions { get; }

    /// <summary>The image of the <c># syntax=</c> line; null for none.</summary>
    public string? Syntax { get; }

    public bool HasHereDocuments => Instructions.Any(instruction => instruction.HasHereDocument);

    /// <summary>Whether what it is built on may depend on the platforms that it is built on and for.</summary>
    public bool UsesPlatforms => Instructions.Any(UsesPlatform);

    /// <summary>What in it only BuildKit understands; null for nothing.</summary>
    public string? BuildKitRequirement
    {
        get
        {
            if (Syntax is not null) return "a '# syntax=' line";
            foreach (var instruction in Instructions)
            {
                if (instruction.HasHereDocument) return "a here-document";
                var option = instruction.Options.FirstOrDefault(name => IsOfBuildKit(instruction.Keyword, name));
                if (option is not null) return $"{instruction.Keyword} {option}";
                if (UsesPlatform(instruction)) return PlatformVariable().Match(instruction.Arguments).Value;
            }

            return null;
        }
    }

    public static DockerfileText Parse(string text)
    {
        var lines = text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        var (syntax, escape) = Directives(lines);
        var instructions = new List<DockerfileInstruction>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (IsBlankOrComment(lines[i])) continue;
            var logical = new StringBuilder();
            while (true)
            {
                var line = lines[i].TrimEnd();
                var continues = line.EndsWith(escape);
                logical.Append(continues ? line[..^1] : line);
                if (!continues || i + 1 == lines.Length) break;
                i++;
                while (i + 1 < lines.Length && IsBlankOrComment(lines[i])) i++;
            }

            var whole = logical.ToString().Trim();
            var space = whole.AsSpan().IndexOfAny(' ', '\t');
            var keyword = (space < 0 ? whole : whole[..space]).ToUpperInvariant();
            var arguments = space < 0 ? "" : whole[space..].Trim();
            var hasHere = keyword is "RUN" or "COPY" or "ADD" && SkipHereDocuments(arguments, lines, ref i);
            instructions.Add(new DockerfileInstruction(keyword, arguments, hasHere));
        }

        return new DockerfileText(instructions, syntax);
    }

    private static bool UsesPlatform(DockerfileInstruction instruction) => instruction.Keyword is "FROM" or "ARG" && PlatformVariable().IsMatch(instruction.Arguments);

    private static bool IsBlankOrComment(string line) => line.AsSpan().TrimStart() is [] or ['#', ..];

    // Directives stand above all else, one to a line; the first line that is none ends them.
    private static (string? Syntax, char Escape) Directives(string[] lines)
    {
        string? syntax = null;
        var escape = '\\';
        foreach (var line in lines)
        {
            if (Directive().Match(line) is not { Success: true } directive) break;
            switch (directive.Groups["name"].Value.ToLowerInvariant())
            {
                case "syntax":
                    syntax = directive.Groups["value"].Value;
                    break;
                case "escape" when directive.Groups["value"].Value is "`":
                    escape = '`';
                    break;
            }
        }

        return (syntax, escape);
    }

    /// <summary>Moves on behind the here-documents that an instruction begins. A word like one without an end is none: a shell may mean a shift.</summary>
    private static bool SkipHereDocuments(string arguments, string[] lines, ref int line)
    {
        var found = false;
        foreach (Match begin in HereDocument().Matches(arguments))
        {
            var end = Array.FindIndex(lines, line + 1, text => (begin.Groups["dash"].Length > 0 ? text.TrimStart('\t') : text) == begin.Groups["name"].Value);
            if (end < 0) break;
            (line, found) = (end, true);
        }

        return found;
    }

    private static bool IsOfBuildKit(string keyword, string option) => keyword switch
    {
        "RUN" => option is "--mount" or "--network" or "--security" or "--device",
        "COPY" => option is "--link" or "--chmod" or "--parents" or "--exclude",
        "ADD" => option is "--link" or "--chmod" or "--checksum" or "--exclude" or "--keep-git-dir" or "--unpack",
        _ => false,
    };

    [GeneratedRegex(@"^\s*#\s*(?<name>[a-zA-Z][a-zA-Z0-9]*)\s*=\s*(?<value>.+?)\s*$")]
    private static partial Regex Directive();

    [GeneratedRegex("""(?:^|\s)\d*<<(?<dash>-?)(?<quote>["']?)(?<name>[A-Za-z_][\w.]*)\k<quote>(?=$|[\s;|&>)])""")]
    private static partial Regex HereDocument();

    [GeneratedRegex(@"\b(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)\b")]
    private static partial Regex PlatformVariable();
}
