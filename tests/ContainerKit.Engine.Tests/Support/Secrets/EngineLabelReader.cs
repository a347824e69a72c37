using System.Globalization;
using System.Net;
using Docker.DotNet;

namespace ContainerKit.Engine.Tests.Support;

/// <summary>
/// Reads the events of an engine. Those of containers and images have their labels. The labels of a volume or network are inspected after
/// its create event.
/// </summary>
internal sealed class EngineLabelReader : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;

    private EngineLabelReader(DockerEngine engine, DateTimeOffset since, Action<string, string?> check) =>
        _reading = ReadAsync(engine, since, check, _stop.Token);

    /// <summary>Checks the events from now on.</summary>
    public static async Task<EngineLabelReader> StartAsync(DockerEngine engine, Action<string, string?> check)
    {
        var info = await engine.Client.System.GetSystemInfoAsync();
        // The clock of the engine, which may differ from this machine's.
        return new EngineLabelReader(engine, DateTimeOffset.Parse(info.SystemTime, CultureInfo.InvariantCulture), check);
    }

    public async ValueTask DisposeAsync()
    {
        // The engine may still be sending the events of the last test.
        await Task.Delay(100);
        await _stop.CancelAsync();
        await _reading;
        _stop.Dispose();
    }

    private static async Task ReadAsync(
        DockerEngine engine, DateTimeOffset since, Action<string, string?> check, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var engineEvent in engine.EventsAsync(new EventFilter { Since = since }, cancellationToken))
                {
                    since = engineEvent.Time;
                    var attributes = string.Join(", ", engineEvent.Attributes.Select(attribute => $"{attribute.Key}={attribute.Value}"));
                    check($"event or label of {engineEvent.Type}", $"{engineEvent.Action} {engineEvent.Name} {attributes}");
                    if (engineEvent is { Action: "create", Type: EngineEventType.Volume or EngineEventType.Network })
                        check($"label of {engineEvent.Type}", await FindLabelsAsync(engine, engineEvent, cancellationToken));
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is ContainerKitException or DockerApiException or HttpRequestException)
            {
                // A test restarted the engine. The last event is read again.
                await Task.Delay(50, CancellationToken.None);
            }
        }
    }

    private static async Task<string> FindLabelsAsync(DockerEngine engine, EngineEvent created, CancellationToken cancellationToken)
    {
        try
        {
            var labels = created.Type == EngineEventType.Volume
                ? (await engine.Client.Volumes.InspectAsync(created.Id, cancellationToken)).Labels
                : (await engine.Client.Networks.InspectNetworkAsync(created.Id, cancellationToken)).Labels;
            return string.Join(", ", labels?.Select(label => $"{label.Key}={label.Value}") ?? []);
        }
        catch (DockerApiException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return "";
        }
    }
}
