using System.Text;
using System.Text.RegularExpressions;

namespace ContainerKit.Builds;

/// <summary>
/// A Dockerfile, parsed as far as the library needs it: to choose the builder and, in <see cref="BuildStages"/>, to
/// find the base images. Errors are ignored here, because the builder reports them.
/// </summary>
internal sealed partial class DockerfileText
{
    private DockerfileText(IReadOnlyList<DockerfileInstruction> instructions, string? syntax)
    {
        Instructions = instructions;
        Syntax = syntax;
    }

    /// <summary>The instructions.</summary>
    public IReadOnlyList<DockerfileInstruction> Instructions { get; }

    /// <summary>The image of the <c># syntax=</c> line; null if there is none.</summary>
    public string? Syntax { get; }

    /// <summary>Indicates whether an instruction has a here-document.</summary>
    public bool HasHereDocuments => Instructions.Any(instruction => instruction.HasHereDocument);

    /// <summary>Indicates whether the base images may depend on the platforms of the engine and of the build.</summary>
    public bool UsesPlatforms => Instructions.Any(UsesPlatform);

    /// <summary>The first feature that requires BuildKit, such as <c>RUN --mount</c>; null if there is none.</summary>
    public string? BuildKitRequirement
    {
        get
        {
            if (Syntax is not null) return "a '# syntax=' line";
            foreach (var instruction in Instructions)
            {
                if (instruction.HasHereDocument) return "a here-document";
                var option = instruction.Options.FirstOrDefault(name => IsBuildKitOption(instruction.Keyword, name));
                if (option is not null) return $"{instruction.Keyword} {option}";
                if (UsesPlatform(instruction)) return PlatformVariable().Match(instruction.Arguments).Value;
            }

            return null;
        }
    }

    /// <summary>Parses a Dockerfile.</summary>
    public static DockerfileText Parse(string text)
    {
        var lines = text.TrimStart('\uFEFF').Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        var (syntax, escape) = ParseDirectives(lines);
        var instructions = new List<DockerfileInstruction>();
        var ends = new HereDocumentEnds(lines);
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

            var instruction = logical.ToString().Trim();
            var space = instruction.AsSpan().IndexOfAny(' ', '\t');
            var keyword = (space < 0 ? instruction : instruction[..space]).ToUpperInvariant();
            var arguments = space < 0 ? "" : instruction[space..].Trim();
            var hasHereDocument = keyword is "RUN" or "COPY" or "ADD" && SkipHereDocuments(arguments, ends, ref i);
            instructions.Add(new DockerfileInstruction(keyword, arguments, hasHereDocument));
        }

        return new DockerfileText(instructions, syntax);
    }

    private static bool UsesPlatform(DockerfileInstruction instruction) =>
        instruction.Keyword is "FROM" or "ARG" && PlatformVariable().IsMatch(instruction.Arguments);

    private static bool IsBlankOrComment(string line) => line.AsSpan().TrimStart() is [] or ['#', ..];

    // Parser directives are the first lines of the file. The first line that is not a directive ends them.
    private static (string? Syntax, char Escape) ParseDirectives(string[] lines)
    {
        string? syntax = null;
        var escape = '\\';
        foreach (var line in lines)
        {
            if (Directive().Match(line) is not { Success: true } directive) break;
            switch (directive.Groups["name"].Value.ToLowerInvariant())
            {
                case "syntax":
                    syntax = directive.Groups["value"].Value.Trim();
                    break;
                case "escape" when directive.Groups["value"].Value.Trim() is "`":
                    escape = '`';
                    break;
            }
        }

        return (syntax, escape);
    }

    /// <summary>
    /// Skips the here-documents of an instruction. A word that looks like one but has no end marker is not a
    /// here-document: in a shell it may be a shift operator.
    /// </summary>
    private static bool SkipHereDocuments(string arguments, HereDocumentEnds ends, ref int line)
    {
        var found = false;
        foreach (Match start in HereDocument().Matches(arguments))
        {
            var (isIndented, marker) = (start.Groups["dash"].Length > 0, start.Groups["name"].Value);
            var end = ends.Find(marker, isIndented, line);
            if (end < 0) break;
            (line, found) = (end, true);
        }

        return found;
    }

    private static bool IsBuildKitOption(string keyword, string option) => keyword switch
    {
        "RUN" => option is "--mount" or "--network" or "--security" or "--device",
        "COPY" => option is "--link" or "--chmod" or "--parents" or "--exclude",
        "ADD" => option is "--link" or "--chmod" or "--checksum" or "--exclude" or "--keep-git-dir" or "--unpack",
        _ => false,
    };

    [GeneratedRegex(@"^\s*#\s*(?<name>[a-zA-Z][a-zA-Z0-9]*)\s*=\s*(?<value>\S.*)$")]
    private static partial Regex Directive();

    [GeneratedRegex("""(?:^|\s)\d*<<(?<dash>-?)(?<quote>["']?)(?<name>[A-Za-z_][\w.]*)\k<quote>(?=$|[\s;|&>)])""")]
    private static partial Regex HereDocument();

    [GeneratedRegex(@"\b(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)\b")]
    private static partial Regex PlatformVariable();
}
