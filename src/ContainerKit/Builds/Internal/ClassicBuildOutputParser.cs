using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerKit.Exec;
using ContainerKit.Images;
using ContainerKit.Json;

namespace ContainerKit.Builds;

/// <summary>
/// Parses the output of the classic builder: the text that the Docker CLI shows, in pieces. Podman sends the same
/// format.
/// </summary>
internal sealed partial class ClassicBuildOutputParser(string operation, BuildProgress progress)
{
    private readonly LineSplitter _lines = new();
    private BuildStepProgress? _step;
    private bool _isCommitted;

    /// <summary>Processes a message of the response.</summary>
    public void Read(JsonElement message)
    {
        // Each stage reports its image. The last one is the image of the build.
        if (message.GetPropertyOrDefault("aux").GetStringOrEmpty("ID") is { Length: > 0 } id)
        {
            progress.ImageId = id;
            progress.MayHaveCreatedImage = true;
        }

        if (message.GetStringOrEmpty("stream") is { Length: > 0 } text) _lines.Push(Encoding.UTF8.GetBytes(text), ProcessLine);
        else if (TransferProgressParser.Read(operation, message) is { } transfer) progress.Report(transfer);
    }

    /// <summary>Reports the last line, which has no line end.</summary>
    public void Finish() => _lines.Finish(ProcessLine);

    private void ProcessLine(string colored)
    {
        // Lines of standard error are red.
        var line = colored.Replace("\u001b[91m", "", StringComparison.Ordinal).Replace("\u001b[0m", "", StringComparison.Ordinal);
        if (StepPattern().Match(line) is { Success: true } step && Number(step, 1) == (_step?.Number ?? 0) + 1)
        {
            // The image so far is that of an earlier stage.
            progress.ImageId = null;
            _step = new BuildStepProgress(Number(step, 1), Number(step, 2), step.Groups[3].Value);
            progress.MayHaveCreatedImage |= _step.Number == _step.Count;
            progress.Start(_step, line);
        }
        else if (line.Length == 0 || line.StartsWith(" ---> ", StringComparison.Ordinal) || BuilderLinePattern().IsMatch(line)
            || (_isCommitted && IdPattern().IsMatch(line)))
        {
            _isCommitted |= line.StartsWith("COMMIT", StringComparison.Ordinal);
            if (line.Length > 0) progress.ReportLine(line);
            if (BuiltPattern().Match(line) is { Success: true } built) progress.ImageId ??= built.Groups[1].Value;
        }
        else
        {
            progress.ReportOutput(_step, line);
        }
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:Step|STEP) (\d{1,6})/(\d{1,6}) ?: (.*)$")]
    private static partial Regex StepPattern();

    [GeneratedRegex("^(?:Removing intermediate container [0-9a-f]+|Successfully (?:built|tagged) .*|COMMIT.*|--> .*)$")]
    private static partial Regex BuilderLinePattern();

    // Podman shows the id of the image after its commit.
    [GeneratedRegex("^[0-9a-f]{64}$")]
    private static partial Regex IdPattern();

    [GeneratedRegex("^Successfully built ([0-9a-f]{12,64})$")]
    private static partial Regex BuiltPattern();
}
