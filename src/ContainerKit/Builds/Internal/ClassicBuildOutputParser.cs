using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerKit.Exec;
using ContainerKit.Images;
using ContainerKit.Json;

namespace ContainerKit.Builds;

/// <summary>Reads what the classic builder tells, which is the text that the docker command shows, in pieces. Podman's builder tells alike.</summary>
internal sealed partial class ClassicBuildOutputParser(string doing, BuildProgress news)
{
    private readonly LineSplitter _lines = new();
    private BuildStepProgress? _work;

    public void Read(JsonElement message)
    {
        // Each stage tells its image; the last one is the build's.
        if (message.GetPropertyOrDefault("aux").GetStringOrEmpty("ID") is { Length: > 0 } id)
        {
            news.ImageId = id;
            news.MayHaveMade = true;
        }

        if (message.GetStringOrEmpty("stream") is { Length: > 0 } text) _lines.Push(Encoding.UTF8.GetBytes(text), Line);
        else if (TransferProgressParser.Read(doing, message) is { } transfer) news.Report(transfer);
    }

    /// <summary>Shows what has no line end yet.</summary>
    public void Finish() => _lines.Finish(Line);

    private void Line(string coloured)
    {
        // Its standard error is told apart by a colour alone.
        var line = coloured.Replace("\u001b[91m", "", StringComparison.Ordinal).Replace("\u001b[0m", "", StringComparison.Ordinal);
        if (Step().Match(line) is { Success: true } step && Number(step, 1) == (_work?.Number ?? 0) + 1)
        {
            _work = new BuildStepProgress(Number(step, 1), Number(step, 2), step.Groups[3].Value);
            news.MayHaveMade |= _work.Number == _work.Count;
            news.Begin(_work, line);
        }
        else if (line.Length == 0 || line.StartsWith(" ---> ", StringComparison.Ordinal) || Own().IsMatch(line))
        {
            if (line.Length > 0) news.Show(line);
            if (Built().Match(line) is { Success: true } built) news.ImageId ??= built.Groups[1].Value;
        }
        else
        {
            news.Output(_work, line);
        }
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?:Step|STEP) (\d{1,6})/(\d{1,6}) ?: (.*)$")]
    private static partial Regex Step();

    [GeneratedRegex("^(?:Removing intermediate container [0-9a-f]+|Successfully (?:built|tagged) .*|COMMIT.*|--> .*)$")]
    private static partial Regex Own();

    [GeneratedRegex("^Successfully built ([0-9a-f]{12,64})$")]
    private static partial Regex Built();
}
