using ContainerKit;

namespace Lifecycle;

/// <summary>The images that the sample adds to the engine. They are removed at the end, also after an error.</summary>
internal sealed class SampleImages(DockerEngine engine) : IAsyncDisposable
{
    private readonly List<string> _added = [];

    /// <summary>Tracks the images that are not present yet. Images that are already present are not removed.</summary>
    public async Task TrackAsync(params string[] references)
    {
        foreach (var reference in references)
        {
            if (!await ExistsAsync(reference)) _added.Add(reference);
        }
    }

    /// <summary>Indicates whether the engine has an image with this name.</summary>
    public async Task<bool> ExistsAsync(string reference) =>
        (await engine.ListImagesAsync(new ImageFilter { References = [reference] })).Count > 0;

    public async ValueTask DisposeAsync()
    {
        foreach (var reference in Enumerable.Reverse(_added))
        {
            try
            {
                if (await ExistsAsync(reference)) await (await engine.FindImageAsync(reference)).RemoveAsync();
            }
            catch (ImageInUseException e)
            {
                Console.WriteLine($"{reference} was not removed, because it is in use. {e.Message}");
            }
        }
    }
}
