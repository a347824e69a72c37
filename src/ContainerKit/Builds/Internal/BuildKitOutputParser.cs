using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;
using ContainerKit.Exec;
using ContainerKit.Json;

namespace ContainerKit.Builds;

/// <summary>Reads what BuildKit tells through the engine. Its pieces of work run side by side, so each keeps its own lines.</summary>
internal sealed partial class BuildKitOutputParser(string doing, BuildProgress news, Redaction redaction)
{
    private const string Trace = "moby.buildkit.trace";

    private readonly Dictionary<string, Vertex> _vertexes = [];

    /// <returns>Whether it was BuildKit's.</returns>
    public bool Read(JsonElement message)
    {
        switch (message.GetStringOrEmpty("id"))
        {
            case "moby.image.id":
                news.ImageId = message.GetPropertyOrDefault("aux").GetStringOrEmpty("ID");
                news.MayHaveMade = true;
                return true;
            case Trace when message.GetPropertyOrDefault("aux") is { ValueKind: JsonValueKind.String } aux:
                // One that is no base64 tells nothing; the build goes on, and its outcome is told elsewhere.
                if (aux.TryGetBytesFromBase64(out var bytes)) Show(BuildKitStatus.Read(bytes));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Shows what has no line end yet.</summary>
    public void Finish()
    {
        foreach (var vertex in _vertexes.Values) vertex.Finish(news);
    }

    private void Show(BuildKitStatus status)
    {
        foreach (var told in status.Vertexes)
        {
            if (!_vertexes.TryGetValue(told.Digest, out var vertex)) _vertexes[told.Digest] = vertex = new Vertex(Work(redaction.Redact(told.Name)), redaction.Redact(told.Name));
            if (told.HasStarted || told.IsCached || told.Error.Length > 0) vertex.Begin(news, told.IsCached);
            if (told.Name.StartsWith("exporting", StringComparison.Ordinal)) news.MayHaveMade = true;
            if (told.Error.Length > 0) vertex.Fail(news, told.Error);
        }

        foreach (var output in status.Outputs)
        {
            if (_vertexes.TryGetValue(output.Vertex, out var vertex)) vertex.Write(news, output.Bytes);
        }

        foreach (var transfer in status.Transfers.Where(transfer => transfer.Id.StartsWith("sha256:", StringComparison.Ordinal))) news.Report(ToProgress(transfer));
    }

    private PlanProgress ToProgress(BuildKitTransfer transfer) => new(PlanProgressKind.Transfer, doing)
    {
        Layer = ErrorText.ShortId(transfer.Id),
        Status = transfer.Name.Length > 0 ? transfer.Name : "transferring",
        Phase = transfer.HasEnded || transfer.Name == "done" ? TransferPhase.Complete : transfer.Name switch
        {
            "downloading" => TransferPhase.Downloading,
            "extracting" or "extract" => TransferPhase.Extracting,
            "waiting" => TransferPhase.Waiting,
            _ => TransferPhase.Other,
        },
        Current = transfer.Current,
        Total = transfer.Total > 0 ? transfer.Total : null,
    };

    // Instructions are called "[stage 2/5] RUN make"; all else, such as "exporting to image", has no number.
    private static BuildStepProgress Work(string name) => Instruction().Match(name) is { Success: true } match
        ? new BuildStepProgress(Number(match, 1), Number(match, 2), match.Groups[3].Value)
        : new BuildStepProgress(null, null, name);

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\[(?:[^\]]*\s)?(\d{1,6})/(\d{1,6})\]\s(.*)$", RegexOptions.Singleline)]
    private static partial Regex Instruction();

    private sealed class Vertex(BuildStepProgress work, string name)
    {
        private readonly LineSplitter _lines = new();
        private bool _hasBegun;

        public void Begin(BuildProgress news, bool isCached)
        {
            if (_hasBegun) return;
            _hasBegun = true;
            var line = (isCached ? "CACHED " : "") + name;
            if (work.Number is null) news.Show(line);
            else news.Begin(work, line);
        }

        public void Write(BuildProgress news, byte[] bytes) => _lines.Push(bytes, line => news.Output(work, line));

        public void Finish(BuildProgress news) => _lines.Finish(line => news.Output(work, line));

        public void Fail(BuildProgress news, string error)
        {
            Finish(news);
            // Work that was stopped because other work failed may be told of first.
            if (!error.EndsWith("context canceled", StringComparison.Ordinal)) news.Fail(work);
        }
    }
}
