using ContainerKit;

namespace Lifecycle;

/// <summary>The images that the walk brings to the engine, and takes away again, however it ends.</summary>
internal sealed class SampleFiles(DockerEngine engine) : IAsyncDisposable
{
    private readonly List<string> _images = [];

    /// <summary>Notes those that are not there yet. The others are somebody's, and stay.</summary>
    public async Task NoteAsync(params string[] references)
    {
        foreach (var reference in references)
        {
            if (!await IsThereAsync(reference)) _images.Add(reference);
        }
    }

    /// <summary>Whether the engine has an image of this name.</summary>
    public async Task<bool> IsThereAsync(string reference) => (await engine.ListImagesAsync(new ImageFilter { References = [reference] })).Count > 0;

    public async ValueTask DisposeAsync()
    {
        foreach (var reference in Enumerable.Reverse(_images))
        {
            try
            {
                if (await IsThereAsync(reference)) await (await engine.FindImageAsync(reference)).RemoveAsync();
            }
            catch (ImageInUseException e)
            {
                Console.WriteLine($"{reference} stays, since somebody has begun to use it. {e.Message}");
            }
        }
    }
}
