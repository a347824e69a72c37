namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>
    /// Returns the current state of the container for LINQPad's <c>Dump</c>, which finds this method by its name. The
    /// result is a task, because the state requires a request; LINQPad shows the task's result when it is complete.
    /// </summary>
    internal object ToDump() => CreateDumpAsync();

    private async Task<object> CreateDumpAsync()
    {
        try
        {
            var details = await InspectAsync(CancellationToken.None).ConfigureAwait(false);
            return new
            {
                details.Name,
                Id = ShortId,
                Image = Image.ToString(),
                State = details.State switch
                {
                    ContainerState.Exited => $"Exited ({details.ExitCode})",
                    var state when details.Health is { } health => $"{state} ({health.Status})",
                    var state => state.ToString(),
                },
                Addresses = details.Networks.Values.Select(network => network.ToString()).ToArray(),
                Ports = details.Ports.Select(port => port.ToString()).ToArray(),
            };
        }
        catch (ContainerKitException e)
        {
            // A dump must not fail the query; it shows the error instead of the state.
            return new { Name, Id = ShortId, Image = Image.ToString(), State = e.Message };
        }
    }
}
