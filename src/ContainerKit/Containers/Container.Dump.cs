namespace ContainerKit;

public sealed partial class Container
{
    /// <summary>
    /// What LINQPad's <c>Dump</c> draws, which finds this by its name: how the container is now. It is a task, since that takes a request; LINQPad
    /// shows a task's result as soon as it is there.
    /// </summary>
    internal object ToDump() => DrawAsync();

    private async Task<object> DrawAsync()
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
            // A drawing fails no query: it says what it could not learn.
            return new { Name, Id = ShortId, Image = Image.ToString(), State = e.Message };
        }
    }
}
