import { sourceTrouble, sourceWorks } from './source-notices.js'
