using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ContainerKit.Diagnostics;
using ContainerKit.Exec;
using ContainerKit.Json;

namespace ContainerKit.Builds;

/// <summary>
/// Parses the progress messages of BuildKit. Vertexes run in parallel, so each has its own line buffer.
/// </summary>
internal sealed partial class BuildKitOutputParser(string operation, BuildProgress progress, Redaction redaction)
{
    private const string ImageIdMessage = "moby.image.id";
    private const string TraceMessage = "moby.buildkit.trace";

    private readonly Dictionary<string, Vertex> _vertexes = [];

    /// <summary>Processes a message of the response. Returns false if it is not one of BuildKit's.</summary>
    public bool Read(JsonElement message)
    {
        switch (message.GetStringOrEmpty("id"))
        {
            case ImageIdMessage:
                progress.ImageId = message.GetPropertyOrDefault("aux").GetStringOrEmpty("ID");
                progress.MayHaveCreatedImage = true;
                return true;
            case TraceMessage when message.GetPropertyOrDefault("aux") is { ValueKind: JsonValueKind.String } aux:
                // Invalid base64 is ignored: the result of the build is reported by other messages.
                if (aux.TryGetBytesFromBase64(out var bytes)) Process(BuildKitStatus.Read(bytes));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Reports the last lines, which have no line end.</summary>
    public void Finish()
    {
        foreach (var vertex in _vertexes.Values) vertex.Finish(progress);
    }

    private void Process(BuildKitStatus status)
    {
        foreach (var message in status.Vertexes)
        {
            if (!_vertexes.TryGetValue(message.Digest, out var vertex))
            {
                var name = redaction.Redact(message.Name);
                _vertexes[message.Digest] = vertex = new Vertex(ParseName(name), name);
            }

            if (message.HasStarted || message.IsCached || message.Error.Length > 0) vertex.Start(progress, message.IsCached);
            if (message.Name.StartsWith("exporting", StringComparison.Ordinal)) progress.MayHaveCreatedImage = true;
            if (message.Error.Length > 0) vertex.Fail(progress, message.Error);
        }

        foreach (var output in status.Outputs)
        {
            if (_vertexes.TryGetValue(output.Vertex, out var vertex)) vertex.Write(progress, output.Bytes);
        }

        foreach (var transfer in status.Transfers)
        {
            if (transfer.Id.StartsWith("sha256:", StringComparison.Ordinal)) progress.Report(ToProgress(transfer));
        }
    }

    private PlanProgress ToProgress(BuildKitTransfer transfer) => new(PlanProgressKind.Transfer, operation)
    {
        Layer = ErrorText.ShortId(transfer.Id),
        Status = transfer.Name.Length > 0 ? transfer.Name : "transferring",
        Phase = transfer.HasCompleted || transfer.Name == "done" ? TransferPhase.Complete : transfer.Name switch
        {
            "downloading" => TransferPhase.Downloading,
            "extracting" or "extract" => TransferPhase.Extracting,
            "waiting" => TransferPhase.Waiting,
            _ => TransferPhase.Other,
        },
        Current = transfer.Current,
        Total = transfer.Total > 0 ? transfer.Total : null,
    };

    // The name of an instruction is "[stage 2/5] RUN make". Other vertexes, such as "exporting to image", have no
    // number.
    private static BuildStepProgress ParseName(string name) => Instruction().Match(name) is { Success: true } match
        ? new BuildStepProgress(Number(match, 1), Number(match, 2), match.Groups[3].Value)
        : new BuildStepProgress(null, null, name);

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^\[(?:[^\]]*\s)?(\d{1,6})/(\d{1,6})\]\s(.*)$", RegexOptions.Singleline)]
    private static partial Regex Instruction();

    private sealed class Vertex(BuildStepProgress step, string name)
    {
        private readonly LineSplitter _lines = new();
        private bool _hasStarted;

        public void Start(BuildProgress progress, bool isCached)
        {
            if (_hasStarted) return;
            _hasStarted = true;
            var line = (isCached ? "CACHED " : "") + name;
            if (step.Number is null) progress.ReportLine(line);
            else progress.Start(step, line);
        }

        public void Write(BuildProgress progress, byte[] bytes) => _lines.Push(bytes, line => progress.ReportOutput(step, line));

        public void Finish(BuildProgress progress) => _lines.Finish(line => progress.ReportOutput(step, line));

        public void Fail(BuildProgress progress, string error)
        {
            Finish(progress);
            // A vertex that was canceled because another one failed may be reported before the failed one.
            if (!error.EndsWith("context canceled", StringComparison.Ordinal)) progress.Fail(step);
        }
    }
}
