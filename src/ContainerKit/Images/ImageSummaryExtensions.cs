using ContainerKit.Images;

namespace ContainerKit;

/// <summary>The members of <see cref="ImageSummary"/> that return a handle.</summary>
public static class ImageSummaryExtensions
{
    extension(ImageSummary summary)
    {
        /// <summary>The handle of the image, with its first name as the reference; its id if it has no name.</summary>
        public Image Image
        {
            get
            {
                ArgumentNullException.ThrowIfNull(summary);
                return Image.From((ImageClient)summary.Handle!);
            }
        }
    }
}
