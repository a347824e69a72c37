using System.Globalization;
using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;
using ContainerKit.Registries;

namespace ContainerKit.Builds;

/// <summary>Puts a failed build into words: which step, what it wrote, what the engine said, what to change.</summary>
internal sealed partial class BuildFailure(BuildSpec spec, BuildContext context, BuilderKind builder, Redaction redaction, BaseImageCredentials bases)
{
    public BuildFailedException Describe(BuildProgress news, string said, Exception? inner)
    {
        // A Dockerfile that cannot be read has no step, whichever was told of last.
        var work = IsParseError(said) ? null : news.Current;
        var code = work is null ? null : ExitCode(said, inner as BuildStreamException);
        var step = work is null ? "" : $"step {(work.Number is null ? "" : $"{work.Number} of {work.Count}, ")}`{redaction.Redact(work.Instruction)}`";
        var told = redaction.Redact(said);
        var what = work is null ? $"the engine said \"{told}\"."
            : code is not null ? $"{step} ended with exit code {code}{ErrorText.DescribeSignal(code.Value)}."
            : $"{step} failed: the engine said \"{told}\".";
        var tail = work is null ? "" : redaction.Redact(work.Tail);
        var message = $"Could not {spec}: {what}{Mend(said)}{ErrorText.Tail("output", tail)}";
        // The engine's own words may hold what was taken out of ours.
        return new BuildFailedException(message, inner is BuildStreamException || told != said ? null : inner)
        {
            StepNumber = work?.Number,
            Instruction = work is null ? null : redaction.Redact(work.Instruction),
            ExitCode = code,
            Output = tail,
        };
    }

    // Both builders tell it in words; the classic one as a number too.
    private static int? ExitCode(string said, BuildStreamException? broken) =>
        ExitCodeWords().Match(said) is { Success: true } match ? int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)
        : broken is { Code: > 0 and < 256 } ? (int)broken.Code
        : null;

    private static bool IsParseError(string said) => said.Contains("dockerfile parse error", StringComparison.OrdinalIgnoreCase);

    private string Mend(string said)
    {
        if (Says("requires BuildKit")) return " Set BuildSpec.Builder to BuilderKind.BuildKit, or leave it Automatic.";
        if (context.Text.HasHereDocuments && IsParseError(said))
        {
            return builder == BuilderKind.Classic
                ? " The Dockerfile has a here-document, which only BuildKit understands: set BuildSpec.Builder to BuilderKind.BuildKit, or leave it Automatic."
                : " The Dockerfile has a here-document, which this engine's own BuildKit is too old for: upgrade the engine to 23.0 or newer, or begin the Dockerfile with '# syntax=docker/dockerfile:1', which fetches a newer reader.";
        }

        if (builder == BuilderKind.BuildKit && Says("unknown flag"))
            return " This engine's own BuildKit is too old for that option: upgrade the engine, or begin the Dockerfile with '# syntax=docker/dockerfile:1', which fetches a newer reader.";
        if (Says("no active session"))
        {
            return " BuildKit asks for credentials, secrets and ssh keys by a session that the engine's API alone does not give. A private base image is pulled beforehand where its"
                + $" registry's credentials are known: log in with DockerEngine.LoginAsync, or set BuildSpec.Credentials.{bases.Note}";
        }

        if (context.Text.Syntax is { } syntax && said.Contains(syntax, StringComparison.Ordinal))
            return $" '{syntax}' is the image of the '# syntax=' line, which has to be on the engine or in a registry that the engine reaches.";
        return RegistryErrorClassifier.Classify(said) switch
        {
            RegistryErrorKind.Denied => $" A base image's registry wants other credentials: log in with DockerEngine.LoginAsync, or set BuildSpec.Credentials.{bases.Note}",
            RegistryErrorKind.NotFound when Says("excluded by .dockerignore") || IsParseError(said) => "",
            RegistryErrorKind.Unreachable or RegistryErrorKind.Untrusted or RegistryErrorKind.PlainHttp => " The engine has to reach the base images' registries.",
            _ => "",
        };

        bool Says(string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    [GeneratedRegex(@"(?:non-zero code:|exit code:|exit status) (\d{1,3})\b")]
    private static partial Regex ExitCodeWords();
}
